using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What belongs to a line besides its price, in words: the same on the screen and on the receipt.</summary>
internal static class LineText
{
    private const int GiftCardTrait = 16; // of Line.traits

    /// <summary>Quantity times price; where there are no discounts it is the amount. A line from before there were any has none.</summary>
    public static Money GrossOf(Line line) => line.Gross ?? line.Amount;

    /// <summary>The name, indented for a deposit: it belongs to the line above.</summary>
    public static string NameOf(Line line) => line.DepositOf > 0 ? "  " + line.Name : line.Name;

    /// <summary>What a discount is called.</summary>
    public static string NameOf(Discount discount, Texts texts) => discount.Name.Length > 0 ? discount.Name : discount.Kind switch
    {
        DiscountKind.Basket => texts.Of(Say.DiscountOnBasket, discount.Id),
        _ => texts.Of(Say.DiscountOnLine, discount.Id),
    };

    /// <summary>What a discount takes off, as an amount below zero.</summary>
    public static string OffOf(Discount discount, Texts texts) =>
        texts.Amount(new Money { Minor = -discount.Amount.Minor, Currency = discount.Amount.Currency });

    /// <summary>Where it comes back from, its serial number, words of the cashier; a line each.</summary>
    public static IEnumerable<string> Remarks(Line line, Texts texts)
    {
        if (line.ReturnOf is { } back)
        {
            yield return back.ReceiptNumber.Length > 0
                ? texts.Of(Say.ReturnOfReceipt, back.ReceiptNumber, back.Line, back.Reason)
                : texts.Of(Say.ReturnWithout, back.Reason);
            if (back.Damaged)
                yield return texts.Of(Say.Damaged);
        }

        if (line.ListPrice is { } list)
            yield return texts.Of(Say.PriceInsteadOf, texts.Amount(list), line.PriceReason);
        if ((line.Traits & GiftCardTrait) != 0)
            yield return $"{texts.Of(Say.GiftCard)} {Masked(line.Serial)}";
        else if (line.Serial.Length > 0)
            yield return texts.Of(Say.SerialOf, line.Serial);
        if (line.Note.Length > 0)
            yield return line.Note;
    }

    /// <summary>How a part was paid.</summary>
    public static string NameOf(Tender tender, Texts texts) => tender.KindCase switch
    {
        Tender.KindOneofCase.Card => $"{texts.Of(Say.Card)} {tender.Card.Reference}",
        Tender.KindOneofCase.Voucher => $"{texts.Of(Say.Voucher)} {tender.Voucher.Number}",
        Tender.KindOneofCase.Account => $"{texts.Of(Say.Account)} {tender.Account.Number}",
        Tender.KindOneofCase.GiftCard => $"{texts.Of(Say.GiftCard)} {Masked(tender.GiftCard.Number)}",
        Tender.KindOneofCase.Points => texts.Of(Say.PointsPaid, tender.Points.Points),
        Tender.KindOneofCase.ForeignCash => $"{texts.Of(Say.Cash)} {texts.Money(tender.ForeignCash.Foreign)}",
        _ => texts.Of(Say.Cash),
    };

    /// <summary>The number of a gift card as people may see it: its end.</summary>
    public static string Masked(string number) => "****" + number[Math.Max(0, number.Length - 4)..];

    /// <summary>Name and rate of a tax.</summary>
    public static string NameOf(TaxRow tax, Texts texts) =>
        $"{(tax.Name.Length > 0 ? tax.Name : texts.Of(Say.Tax))} {Percent(tax.RatePpm, texts)} %";

    // Parts per million to percent: four decimals, of which zeros at the end are not shown.
    public static string Percent(long ppm, Texts texts) =>
        Scaled.Format(ppm, 4, texts.DecimalSign).TrimEnd('0').TrimEnd(texts.DecimalSign[0]);
}
