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
        foreach (var lines in sale.Lines.GroupBy(line => line.Sku))
        {
            var level = ledger.Stock.LevelOf(lines.Key, nowUs, basketId);
            long wanted = lines.Sum(line => line.QuantityThousandths);
            if (StockRules.CheckShortage(level, lines.First().Name, wanted, field: "") is { } shortage)
                return shortage;
        }

        return null;
    }
}
