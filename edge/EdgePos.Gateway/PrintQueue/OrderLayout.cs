using System.Globalization;
using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// What stands on the slip of an order that was prepared, which stays with its goods; in the store's language. Pure: what was written
/// and what is known of the order in, a document out.
/// </summary>
internal sealed class OrderLayout(StoreProfile store, bool copy)
{
    private static readonly TextStyle Strong = new(Bold: true);
    private static readonly TextStyle Large = new(Bold: true, Wide: true, Tall: true);

    /// <summary>The slip. A register that scans it reads the order's number.</summary>
    /// <param name="prepared">What was written.</param>
    /// <param name="order">The order as it is known now.</param>
    public PrintDocument Of(EntryHeader header, OrderPrepared prepared, Order? order) => new(
    [
        new TextLine(store.Name, Align.Centre, Strong),
        new TextLine(Say("ORDER_SLIP"), Align.Centre, Large),
        new TextLine(prepared.OrderNumber, Align.Centre, Large),
        .. copy ? [new TextLine($"*** {Say("RECEIPT_COPY")} ***", Align.Centre, Large)] : Array.Empty<PrintItem>(),
        new FeedLines(1),
        .. Rows("ORDER_PLACE", prepared.Place, Large),
        .. Rows("ORDER_CUSTOMER", $"{order?.Order_.CustomerNumber} {order?.Order_.CustomerName}".Trim(), Strong),
        .. Rows("ORDER_UNTIL", order is { Order_.UntilUs: > 0 and var until } ? store.TimeOf(until) : "", default),
        new ColumnsLine(Say("TILL_REGISTER", header.Register), store.TimeOf(header.AtUs)),
        .. order is { Order_.Note.Length: > 0 } ? [new TextLine(order.Order_.Note)] : Array.Empty<PrintItem>(),
        new RuleLine(),
        .. prepared.Lines.Select(line => Row(line, order)),
        new RuleLine(),
        .. order?.Due is { } due ? [new ColumnsLine(Say("ORDER_TO_PAY"), Amount(due), Large)]
            : order is { Order_.Paid: true } ? [new TextLine(Say("ORDER_PAID"), Align.Centre, Large)]
            : Array.Empty<PrintItem>(),
        new TextLine(Say("ORDER_SLIP_KEEP"), Align.Centre),
        new FeedLines(1),
        new BarCode(prepared.OrderNumber),
        new CutPaper(),
    ]);

    private ColumnsLine Row(PickedLine line, Order? order)
    {
        string name = order?.Order_.Lines.FirstOrDefault(one => one.Line == line.Line)?.Name is { Length: > 0 } known ? known : line.Sku;
        return line.QuantityThousandths == line.OrderedThousandths
            ? new ColumnsLine(name, Quantity(line.QuantityThousandths))
            : new ColumnsLine($"{name} ({Say("ORDER_SHORT")})",
                Say("ORDER_PICKED_OF", Quantity(line.QuantityThousandths), Quantity(line.OrderedThousandths)), Strong);
    }

    private PrintItem[] Rows(string key, string value, TextStyle style) =>
        value.Length > 0 ? [new ColumnsLine(Say(key), value, style)] : [];

    private string Quantity(long thousandths) => new Quantity(thousandths, Store.Unit.Each).Format(Say("DECIMAL_SIGN"));

    private string Amount(V1.Money money) => $"{money.Currency} {Texts.Amount(money.OfWire(), store.Language)}";

    private string Say(string key, params object[] args) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Get(key, store.Language), args);
}
