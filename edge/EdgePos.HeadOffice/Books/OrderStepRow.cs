using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>What a store has done with an order, as the books keep it.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Number">The order.</param>
/// <param name="Step">What was done.</param>
/// <param name="Receipt">Number of the receipt of the sale that handed it over; empty: none did.</param>
/// <param name="Place">Where it waits; may be empty.</param>
/// <param name="ShortLines">Lines of which less was picked than was ordered.</param>
internal sealed record OrderStepRow(Entry Entry, string Number, OrderStep Step, string Receipt, string Place, int ShortLines)
{
    /// <summary>True where one of its texts cannot be stored.</summary>
    public bool HasTextThatNoColumnHolds => !StoredText.IsKey(Number) || !StoredText.IsPlain(Receipt) || !StoredText.IsPlain(Place);

    /// <summary>What a fact says of an order; null: it is about none.</summary>
    public static OrderStepRow? Of(Entry entry, IMessage fact) => fact switch
    {
        SaleCompleted { OrderNumber.Length: > 0 } sale => new(entry, sale.OrderNumber, OrderStep.HandedOver, sale.ReceiptNumber, "", 0),
        OrderPrepared prepared => new(entry, prepared.OrderNumber, OrderStep.Prepared, "", prepared.Place,
            prepared.Lines.Count(line => line.QuantityThousandths < line.OrderedThousandths)),
        OrderHandedOver handed => new(entry, handed.OrderNumber, OrderStep.HandedOver, "", "", 0),
        OrderGivenUp given => new(entry, given.OrderNumber, OrderStep.GivenUp, "", "", 0),
        _ => null,
    };
}
