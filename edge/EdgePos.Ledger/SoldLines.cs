using EdgePos.HeadOffice.V1;
using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>What of a line has come back.</summary>
/// <param name="Thousandths">How much.</param>
/// <param name="Minor">What was given back for it, minor units.</param>
public readonly record struct Back(long Thousandths, long Minor);

/// <summary>The lines of a sale that may come back.</summary>
public static class SoldLines
{
    /// <summary>The lines that were sold, with what of each has come back.</summary>
    /// <param name="receipt">Number of its receipt.</param>
    /// <param name="back">By the number of the line.</param>
    public static SoldLine[] Of(SaleCompleted sale, string receipt, IReadOnlyDictionary<int, Back> back)
    {
        var lines = sale.Lines.Select(line => WireSales.LineOf(line).OfWire()).ToList();
        var taxes = TaxRules.OfLines(lines, new TaxMode(sale.PricesExcludeTax, sale.TaxPerLine));
        return [.. lines.Zip(taxes).Where(pair => pair.First.ReturnOf is null).Select(pair =>
        {
            var line = pair.First;
            var (thousandths, minor) = back.GetValueOrDefault(line.Number);
            return new SoldLine(receipt, line.Number, line.Item, line.Scanned, line.Quantity.Thousandths, line.Amount, thousandths,
                line.Amount with { Minor = minor })
            {
                Serial = line.Serial,
                Batch = line.Batch,
                Taxes = pair.Second,
                Customer = sale.PointsEarned > 0 ? sale.ForCustomer?.Reference ?? "" : "",
                IsExempt = sale.ForCustomer is { Exemption.Length: > 0 },
            };
        })];
    }
}
