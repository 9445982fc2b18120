using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using OrderState = EdgePos.V1.OrderState;

namespace EdgePos.Ledger;

/// <summary>What is done with orders as messages.</summary>
public static class WireOrders
{
    /// <summary>What was picked, as a message.</summary>
    public static PickedLine ToWire(this PickedGoods picked) => new()
    {
        Line = picked.Ordered.Number,
        QuantityThousandths = picked.Thousandths,
        Reason = (V1.ShortReason)(int)picked.Reason,
        Sku = picked.Ordered.Sku,
        OrderedThousandths = picked.Ordered.Thousandths,
    };

    /// <summary>What a command was answered that prepared an order.</summary>
    public static OrderChange ChangeOf(EntryHeader header, OrderPrepared prepared)
    {
        var change = Of(header, prepared.OrderNumber, OrderState.Prepared);
        change.Picked.AddRange(prepared.Lines);
        change.Place = prepared.Place;
        return change;
    }

    /// <summary>What a command was answered that handed an order over.</summary>
    public static OrderChange ChangeOf(EntryHeader header, OrderHandedOver handed) =>
        Of(header, handed.OrderNumber, OrderState.HandedOver);

    /// <summary>What a command was answered that gave an order up.</summary>
    public static OrderChange ChangeOf(EntryHeader header, OrderGivenUp given) => Of(header, given.OrderNumber, OrderState.GivenUp);

    /// <summary>The number of the order that a fact is about; empty: none.</summary>
    public static string NumberOf(IMessage? fact) => fact switch
    {
        SaleCompleted sale => sale.OrderNumber,
        OrderPrepared prepared => prepared.OrderNumber,
        OrderHandedOver handed => handed.OrderNumber,
        OrderGivenUp given => given.OrderNumber,
        _ => "",
    };

    private static OrderChange Of(EntryHeader header, string number, OrderState state) => new()
    {
        OrderNumber = number,
        State = state,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };
}
