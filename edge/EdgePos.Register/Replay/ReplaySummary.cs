using System.Globalization;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>What became of every invoice and every line. Its parts add up to what was in the file.</summary>
internal sealed class ReplaySummary
{
    private const int BrokenShown = 10;

    private readonly SortedDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly List<BrokenLine> _broken = [];
    private readonly Lock _lock = new();
    private int _invoices, _sold, _replayed, _returns, _empty, _spoiled;
    private int _lines, _linesSold, _linesOfReturns, _linesFree, _linesNegative, _linesUnsold, _otherPrices;
    private long _difference;

    /// <summary>Invoices that ended, one way or the other.</summary>
    public int Done { get; private set; }

    /// <summary>True where every invoice was sold or skipped for what it is; false where the box refused or a line was broken.</summary>
    public bool IsClean => _refused.Count == 0 && _broken.Count == 0;

    /// <summary>Sorts an invoice before it is sold; false: there is nothing to sell, and the reason is counted.</summary>
    public bool Take(Invoice invoice)
    {
        lock (_lock)
        {
            _invoices++;
            _lines += invoice.Lines.Count + invoice.Broken.Count;
            _broken.AddRange(invoice.Broken);
            if (invoice.Broken.Count > 0)
                (_spoiled, _linesUnsold) = (_spoiled + 1, _linesUnsold + invoice.Lines.Count);
            else if (invoice.IsReturn)
                (_returns, _linesOfReturns) = (_returns + 1, _linesOfReturns + invoice.Lines.Count);
            else
                return CountSales(invoice);
            Done++;
            return false;
        }
    }

    /// <summary>Counts how an invoice ended.</summary>
    public void Add(Invoice invoice, InvoiceResult result)
    {
        lock (_lock)
        {
            Done++;
            int sales = invoice.Lines.Count(line => line.IsSale);
            if (result.Receipt is not { } receipt)
            {
                _refused[result.Refusal!.Reason] = _refused.GetValueOrDefault(result.Refusal.Reason) + 1;
                _linesUnsold += sales;
                return;
            }

            _sold++;
            _linesSold += sales;
            _replayed += result.Replayed ? 1 : 0;
            _otherPrices += result.OtherPrices;
            _difference += result.DifferenceMinor;
            _totals[receipt.Total.Currency] = checked(_totals.GetValueOrDefault(receipt.Total.Currency) + receipt.Total.Minor);
        }
    }

    /// <summary>Shows it.</summary>
    public void Write(IAnsiConsole console, TimeSpan elapsed)
    {
        foreach (var broken in _broken.Take(BrokenShown))
            console.MarkupLineInterpolated($"[red]line {broken.Number}[/]: {broken.Why}; its invoice is not sold");
        if (_broken.Count > BrokenShown)
            console.WriteLine($"... and {_broken.Count - BrokenShown} more broken lines");

        var table = new Table { Border = TableBorder.Rounded }.AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        Row(table, "invoices in the file", _invoices);
        Row(table, "  sold", _sold);
        Row(table, "    of them sold before, answered again", _replayed);
        Row(table, "  skipped: returns", _returns);
        Row(table, "  skipped: nothing to sell in them", _empty);
        Row(table, "  skipped: broken lines in them", _spoiled);
        foreach (var (reason, count) in _refused)
            Row(table, $"  refused by the box: {reason}", count);
        Row(table, "lines in the file", _lines);
        Row(table, "  sold", _linesSold);
        Row(table, "  skipped: in returns", _linesOfReturns);
        Row(table, "  skipped: no price", _linesFree);
        Row(table, "  skipped: quantity not above zero", _linesNegative);
        Row(table, "  broken", _broken.Count);
        Row(table, "  readable, in invoices not sold", _linesUnsold);
        Row(table, "lines sold at the box's price, not the file's", _otherPrices);
        foreach (var (currency, minor) in _totals)
        {
            Row(table, $"total {currency}", Decimal(minor, currency));
            Row(table, $"  more than by the file's prices {currency}", Decimal(_difference, currency));
        }

        Row(table, "seconds", elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        Row(table, "sales a second", (_sold / Math.Max(0.001, elapsed.TotalSeconds)).ToString("0.0", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private bool CountSales(Invoice invoice)
    {
        _linesFree += invoice.Lines.Count(line => line.Quantity > 0 && line.PriceMinor <= 0);
        _linesNegative += invoice.Lines.Count(line => line.Quantity <= 0);
        if (invoice.Lines.Any(line => line.IsSale))
            return true;
        _empty++;
        Done++;
        return false;
    }

    private static void Row(Table table, string what, int count) => Row(table, what, count.ToString(CultureInfo.InvariantCulture));

    private static void Row(Table table, string what, string figure) => table.AddRow(new Text(what), new Text(figure));

    private static string Decimal(long minor, string currency) => Scaled.Format(minor, Amounts.DecimalsOf(currency), ".");
}
