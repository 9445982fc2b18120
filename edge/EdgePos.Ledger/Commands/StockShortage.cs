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
        // What was picked for its order is in somebody's hands, whatever the books say.
        var picked = ledger.Orders.GoodsOf(sale.OrderNumber).ToDictionary(goods => goods.Sku, goods => goods.QuantityThousandths);
        foreach (var moves in StockFacts.SoldOf(sale).GroupBy(move => move.Sku))
        {
            long wanted = -moves.Sum(move => move.QuantityThousandths);
            if (wanted <= picked.GetValueOrDefault(moves.Key))
                continue;
            var level = ledger.Stock.LevelOf(moves.Key, nowUs, basketId, sale.OrderNumber);
            string name = sale.Lines.FirstOrDefault(line => line.Sku == moves.Key)?.Name ?? moves.Key;
            if (StockRules.CheckShortage(level, name, wanted, field: "") is { } shortage)
                return shortage;
        }

        return null;
    }
}
