using System.Globalization;
using EdgePos.Devices;
using EdgePos.Store;
using EdgePos.V1;
using Money = EdgePos.V1.Money;
using StoreMoney = EdgePos.Store.Money;
using StoreUnit = EdgePos.Store.Unit;

namespace EdgePos.Gateway;

/// <summary>What stands on a receipt, in the store's language. Pure: a receipt in, a document out.</summary>
internal static class ReceiptLayout
{
    private static readonly TextStyle Strong = new(Bold: true);
    private static readonly TextStyle Large = new(Bold: true, Wide: true, Tall: true);

    /// <summary>The document of a receipt. The original of a cash sale opens the drawer; a copy does not and says what it is.</summary>
    public static PrintDocument Of(Receipt receipt, StoreProfile store, bool copy)
    {
        var layout = new List<PrintItem>();
        if (!copy && receipt.Tenders.Any(tender => tender.KindCase == Tender.KindOneofCase.Cash))
            layout.Add(new OpenDrawer());
        layout.Add(new TextLine(store.Name, Align.Centre, Large));
        layout.AddRange(store.Header.Select(line => new TextLine(line, Align.Centre)));
        layout.Add(new FeedLines(1));
        if (copy)
            layout.Add(new TextLine($"*** {Say("RECEIPT_COPY")} ***", Align.Centre, Large));
        layout.Add(new ColumnsLine($"{Say("RECEIPT_TITLE")} {receipt.ReceiptNumber}", store.TimeOf(receipt.AtUs)));
        layout.AddRange(Customer(receipt.Customer));
        layout.Add(new RuleLine());
        layout.AddRange(receipt.Lines.SelectMany(Line));
        layout.Add(new RuleLine());
        layout.Add(new ColumnsLine(Say("RECEIPT_TOTAL"), $"{receipt.Total.Currency} {Amount(receipt.Total)}", Large));
        layout.Add(new TextLine(Items(receipt)));
        layout.AddRange(receipt.Tenders.Select(tender => new ColumnsLine(Say("RECEIPT_CASH"), Amount(tender.Amount))));
        if (receipt.Change.Minor > 0)
            layout.Add(new ColumnsLine(Say("RECEIPT_CHANGE"), Amount(receipt.Change), Strong));
        layout.Add(new FeedLines(1));
        layout.Add(Taxes(Say("RECEIPT_TAX") + " %", Say("RECEIPT_NET"), Say("RECEIPT_TAX"), Say("RECEIPT_GROSS")));
        layout.AddRange(receipt.Taxes.Select(row =>
            Taxes(Percent(row.RatePpm), Amount(row.Net), Amount(row.Tax), Amount(row.Gross))));
        layout.Add(new FeedLines(1));
        layout.Add(new TextLine(Say("RECEIPT_THANKS"), Align.Centre));
        layout.Add(new CutPaper());
        return new PrintDocument(layout);

        string Say(string key) => Texts.Get(key, store.Language);

        string Amount(Money money) => Texts.Amount(new StoreMoney(money.Minor, Currency.Of(money.Currency)), store.Language);

        string Sign() => Say("DECIMAL_SIGN");

        IEnumerable<PrintItem> Customer(CustomerDetails? who)
        {
            if (who is null)
                yield break;
            yield return new TextLine($"{Say("RECEIPT_CUSTOMER")}:", Align.Left, Strong);
            foreach (string text in who.Address.Prepend(who.Name).Concat([who.Email, who.Phone]).Where(text => text.Length > 0))
                yield return new TextLine(text);
            if (who.TaxNumber.Length > 0)
                yield return new TextLine($"{Say("RECEIPT_TAX_NUMBER")} {who.TaxNumber}");
        }

        IEnumerable<PrintItem> Line(Line line)
        {
            yield return new ColumnsLine(line.Name, Amount(line.Amount));
            var quantity = new Quantity(line.QuantityThousandths, (StoreUnit)(int)line.Unit);
            if (quantity != Quantity.One(StoreUnit.Each))
                yield return new TextLine($"  {quantity.Format(Sign())}{UnitOf(quantity.Unit)} x {Amount(line.UnitPrice)}");
            if (line.Serial.Length > 0)
                yield return new TextLine($"  {Say("RECEIPT_SERIAL")} {line.Serial}");
        }

        string Items(Receipt of)
        {
            long count = of.Lines.Sum(line => line.Unit == V1.Unit.Each ? line.QuantityThousandths / 1000 : 1);
            return count == 1 ? Say("RECEIPT_ITEM") : string.Format(CultureInfo.InvariantCulture, Say("RECEIPT_ITEMS"), count);
        }

        string Percent(long ppm) =>
            (ppm % 10_000 == 0 ? $"{ppm / 10_000}" : $"{ppm / 10_000}{Sign()}{ppm % 10_000 / 100:00}").TrimEnd() + "%";
    }

    private static ColumnsLine Taxes(string rate, string net, string tax, string gross) =>
        new(rate.PadRight(8) + net.PadLeft(10), tax.PadLeft(9) + " " + gross.PadLeft(10));

    private static string UnitOf(StoreUnit unit) => unit switch
    {
        StoreUnit.Each => "",
        StoreUnit.Kilogram => " kg",
        StoreUnit.Metre => " m",
        StoreUnit.Litre => " l",
    };
}
