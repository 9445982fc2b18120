using System.Globalization;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using StoreUnit = EdgePos.Store.Unit;
using Tender = EdgePos.V1.Tender;

namespace EdgePos.Gateway;

/// <summary>Words and figures of a receipt in a language.</summary>
internal sealed class ReceiptText(string language)
{
    private string Sign => Say("DECIMAL_SIGN");

    /// <summary>A text of the resources.</summary>
    public string Say(string key) => Texts.Get(key, language);

    /// <summary>An amount without its currency.</summary>
    public string Amount(V1.Money money) => Texts.Amount(money.OfWire(), language);

    /// <summary>A quantity with its unit, where that is not a piece.</summary>
    public string Quantity(Line line)
    {
        var quantity = new Quantity(line.QuantityThousandths, (StoreUnit)(int)line.Unit);
        return $"{quantity.Format(Sign)} {Of(quantity.Unit)}".TrimEnd();
    }

    /// <summary>A unit's symbol; empty for pieces.</summary>
    public static string Of(StoreUnit unit) => unit switch
    {
        StoreUnit.Each => "",
        StoreUnit.Kilogram => "kg",
        StoreUnit.Metre => "m",
        StoreUnit.Litre => "l",
    };

    /// <summary>True for one piece, bought or brought back: nothing is said of its quantity.</summary>
    public static bool IsOnePiece(Line line) => line is { QuantityThousandths: 1000 or -1000, Unit: V1.Unit.Each };

    /// <summary>What a discount is called.</summary>
    public string Discount(V1.Discount discount) => discount.Name.Length > 0 ? discount.Name : Say("RECEIPT_DISCOUNT");

    /// <summary>How something was paid.</summary>
    public string Tender(Tender tender) => tender.KindCase switch
    {
        V1.Tender.KindOneofCase.Card => $"{Say("RECEIPT_CARD")} {tender.Card.Reference}",
        V1.Tender.KindOneofCase.Voucher => $"{Say("RECEIPT_VOUCHER")} {tender.Voucher.Number}",
        V1.Tender.KindOneofCase.Account => $"{Say("RECEIPT_ACCOUNT")} {tender.Account.Number}",
        V1.Tender.KindOneofCase.GiftCard => GiftCard(tender.GiftCard.Number),
        V1.Tender.KindOneofCase.Points => string.Format(CultureInfo.InvariantCulture, Say("RECEIPT_POINTS_PAID"), tender.Points.Points),
        V1.Tender.KindOneofCase.ForeignCash when tender.ForeignCash.Foreign is { } foreign =>
            $"{Say("RECEIPT_CASH")} {foreign.Currency} {Amount(foreign)}",
        V1.Tender.KindOneofCase.ForeignCash or V1.Tender.KindOneofCase.Cash or V1.Tender.KindOneofCase.None => Say("RECEIPT_CASH"),
    };

    /// <summary>A whole number.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A gift card, by the end of its number.</summary>
    public string GiftCard(string number) => $"{Say("RECEIPT_GIFT_CARD")} {GiftCardNumber.Mask(number)}";

    /// <summary>A tax by its name and rate.</summary>
    public string Tax(V1.TaxRow row) => $"{row.Name} {Percent(row.RatePpm)}".TrimStart();

    /// <summary>A tax that comes on top, in words: a rate alone would say nothing there.</summary>
    public string TaxOnTop(V1.TaxRow row) => row.Name.Length > 0 ? Tax(row) : $"{Say("RECEIPT_TAX_ON_TOP")} {Tax(row)}";

    /// <summary>How many items were bought; empty: none.</summary>
    public string Items(Receipt receipt)
    {
        long count = receipt.Lines.Where(line => line.ReturnOf is null && line.DepositOf == 0)
            .Sum(line => line.Unit == V1.Unit.Each ? line.QuantityThousandths / 1000 : 1);
        return count == 0 ? "" : count == 1 ? Say("RECEIPT_ITEM")
            : string.Format(CultureInfo.InvariantCulture, Say("RECEIPT_ITEMS"), count);
    }

    // To the last digit: there are sales taxes of 8.875 %.
    private string Percent(long ppm) => (ppm / 10_000m).ToString("0.####", CultureInfo.InvariantCulture)
        .Replace(".", Sign, StringComparison.Ordinal) + "%";
}
