using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>A line of a sale as the books keep it: money without tax, and the tax.</summary>
internal readonly record struct LineRow(string Sku, string Department, long Quantity, long NetMinor, long TaxMinor);

/// <summary>A sale as the books keep it. Quantities are thousandths; money is minor units of one currency.</summary>
internal sealed record SaleRow(
    Entry Entry, string ReceiptNumber, string CommandId, long Quantity, long TotalMinor, long TaxMinor, string Currency,
    IReadOnlyList<LineRow> Lines, IReadOnlyList<ReturnedRow> Returned)
{
    /// <summary>True where one of its texts cannot be stored.</summary>
    public bool HasTextThatNoColumnHolds => !StoredText.IsPlain(Entry.Employee) || !StoredText.IsPlain(ReceiptNumber)
        || !StoredText.IsPlain(CommandId) || !StoredText.IsKey(Currency)
        || Lines.Any(line => !StoredText.IsKey(line.Sku) || !StoredText.IsPlain(line.Department))
        || Returned.Any(row => row.HasTextThatNoColumnHolds);

    /// <summary>Makes the rows of a sale.</summary>
    /// <exception cref="OverflowException">It says more than a column holds.</exception>
    public static SaleRow Of(Entry entry, SaleCompleted sale)
    {
        long quantity = 0, tax = 0;
        foreach (var row in sale.Taxes)
            tax = checked(tax + (row.Tax?.Minor ?? 0));
        foreach (var line in sale.Lines)
            quantity = checked(quantity + line.QuantityThousandths);
        _ = checked(sale.Total.Minor - tax); // what reports subtract
        return new SaleRow(
            entry, sale.ReceiptNumber, sale.CommandId, quantity, sale.Total.Minor, tax, sale.Total.Currency, LinesOf(sale, tax),
            ReturnedRow.Of(entry, sale));
    }

    private static LineRow[] LinesOf(SaleCompleted sale, long tax)
    {
        long[] taxes = LineTaxes.Of(sale, tax);
        var rows = new LineRow[taxes.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            var line = sale.Lines[i];
            long amount = line.Amount?.Minor ?? 0;
            long net = sale.PricesExcludeTax ? amount : checked(amount - taxes[i]);
            _ = checked(net + taxes[i]);
            rows[i] = new LineRow(line.Sku, line.Department, line.QuantityThousandths, net, taxes[i]);
        }

        return rows;
    }
}
