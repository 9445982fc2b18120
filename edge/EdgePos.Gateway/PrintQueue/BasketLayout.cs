using System.Globalization;
using EdgePos.Devices;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>What stands on the slip of a basket that is put aside, in the store's language. Pure: a basket in, a document out.</summary>
internal sealed class BasketLayout(StoreProfile store)
{
    private static readonly TextStyle Large = new(Bold: true, Wide: true, Tall: true);

    /// <summary>The slip. A register that scans it reads the basket's id.</summary>
    public PrintDocument Of(Basket basket) => new(
    [
        new TextLine(store.Name, Align.Centre, new TextStyle(Bold: true)),
        new TextLine(Say("BASKET_SLIP"), Align.Centre, Large),
        new FeedLines(1),
        new TextLine(Say("TILL_REGISTER", basket.Register)),
        .. basket.Note.Length > 0 ? [new TextLine(basket.Note)] : Array.Empty<PrintItem>(),
        new ColumnsLine(Say("RECEIPT_TOTAL"), $"{basket.Currency} {Texts.Amount(basket.Total, store.Language)}", Large),
        new RuleLine(),
        new TextLine(Say("BASKET_SLIP_KEEP"), Align.Centre),
        new FeedLines(1),
        new BarCode(basket.Id.ToString()),
        new CutPaper(),
    ]);

    private string Say(string key, params object[] args) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Get(key, store.Language), args);
}
