using EdgePos.HeadOffice.V1;
using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>Whether a store has what a sale takes.</summary>
internal static class StockShortage
{
    /// <summary>The first item of a sale of which there is less than it takes, less what is held for others; null: there is none.</summary>
    public static Refusal? FindShortage(this LedgerTransaction ledger, Guid basketId, SaleCompleted sale)
    {
        long nowUs = ledger.NowUs;
        foreach (var moves in StockFacts.SoldOf(sale).GroupBy(move => move.Sku))
        {
            var level = ledger.Stock.LevelOf(moves.Key, nowUs, basketId, sale.OrderNumber);
            string name = sale.Lines.FirstOrDefault(line => line.Sku == moves.Key)?.Name ?? moves.Key;
            if (StockRules.CheckShortage(level, name, -moves.Sum(move => move.QuantityThousandths), field: "") is { } shortage)
                return shortage;
        }

        return null;
    }
}
