using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>What the facts of journal.proto mean for stock, the same at both ends.</summary>
public static class StockFacts
{
    /// <summary>What a fact other than a sale adds to stock on hand, thousandths of each item's unit.</summary>
    public static IEnumerable<StockMove> MovesOf(IMessage fact) => fact switch
    {
        StockReceived received => received.Moves,
        StockAdjusted adjusted => adjusted.Moves,
        StockTransferred transferred => transferred.Moves,
        StockCountFinished finished => finished.Lines.Select(line =>
            new StockMove { Sku = line.Sku, QuantityThousandths = line.DifferenceThousandths }),
        OrderHandedOver handed => handed.Goods.Select(held =>
            new StockMove { Sku = held.Sku, QuantityThousandths = checked(-held.QuantityThousandths) }),
        _ => [],
    };

    /// <summary>
    /// What a sale adds to stock on hand: below zero what was sold, the parts of a bundle in its place, above zero what came
    /// back and can be sold again.
    /// </summary>
    /// <exception cref="OverflowException">The sale says more than there can be.</exception>
    public static IEnumerable<StockMove> SoldOf(SaleCompleted sale) => sale.Lines
        .Where(line => line.ReturnOf is not { Damaged: true })
        .SelectMany(line => line.Bundle.Count == 0
            ? [new StockMove { Sku = line.Sku, QuantityThousandths = checked(-line.QuantityThousandths) }]
            : line.Bundle.Select(part => new StockMove
            {
                Sku = part.Sku,
                QuantityThousandths = checked((long)(-(Int128)line.QuantityThousandths * part.Thousandths / 1000)),
            }));

    /// <summary>The items of which a fact changes what is on hand or held.</summary>
    public static IEnumerable<string> ItemsOf(IMessage fact) => fact switch
    {
        SaleCompleted sale => SoldOf(sale).Concat(sale.OrderGoods).Select(move => move.Sku),
        OrderPrepared prepared => prepared.Goods.Select(held => held.Sku),
        OrderGivenUp given => given.Goods.Select(held => held.Sku),
        StockReserved reserved => [reserved.Sku],
        StockReleased released => [released.Sku],
        _ => MovesOf(fact).Select(move => move.Sku),
    };
}
