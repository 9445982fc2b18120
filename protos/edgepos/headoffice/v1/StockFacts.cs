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
        _ => [],
    };

    /// <summary>The items of which a fact changes what is on hand or held.</summary>
    public static IEnumerable<string> ItemsOf(IMessage fact) => fact switch
    {
        SaleCompleted sale => sale.Lines.Select(line => line.Sku),
        StockReserved reserved => [reserved.Sku],
        StockReleased released => [released.Sku],
        _ => MovesOf(fact).Select(move => move.Sku),
    };
}
