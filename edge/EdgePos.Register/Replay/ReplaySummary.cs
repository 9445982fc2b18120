using System.Globalization;
using EdgePos.Files;
using EdgePos.V1;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>What became of every invoice and every line. Its parts add up to what was in the file.</summary>
internal sealed class ReplaySummary
{
    private const int BrokenShown = 10;

    private readonly SortedDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _returnsRefused = new(StringComparer.Ordinal);
    private readonly List<BrokenLine> _broken = [];
    private readonly Lock _lock = new();
    private int _invoices, _sold, _replayed, _takenBack, _takenBackBefore, _empty, _spoiled;
    private int _lines, _linesSold, _linesWithReceipt, _linesWithout, _linesFree, _linesOtherWay, _linesUnsold, _otherPrices;
    private long _difference, _givenBack;

    /// <summary>Invoices that ended, one way or the other.</summary>
    public int Done { get; private set; }

    /// <summary>True where every invoice was sold or skipped for what it is; false where the box refused or a line was broken.</summary>
    public bool IsClean => _refused.Count == 0 && _returnsRefused.Count == 0 && _broken.Count == 0;

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
            else
                return CountWanted(invoice);
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
            int wanted = invoice.Lines.Count(line => IsWanted(invoice, line));
            if (result.Receipt is not { } receipt)
            {
                var refused = invoice.IsReturn ? _returnsRefused : _refused;
                refused[result.Refusal!.Reason] = refused.GetValueOrDefault(result.Refusal.Reason) + 1;
                _linesUnsold += wanted;
                return;
            }

            if (invoice.IsReturn)
                CountReturn(result, receipt, wanted);
            else
                (_sold, _linesSold, _replayed) = (_sold + 1, _linesSold + wanted, _replayed + (result.Replayed ? 1 : 0));
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
        Row(table, "  returns, taken back", _takenBack);
        Row(table, "    of them taken back before, answered again", _takenBackBefore);
        Row(table, "  skipped: nothing to sell in them", _empty);
        Row(table, "  skipped: broken lines in them", _spoiled);
        foreach (var (reason, count) in _refused)
            Row(table, $"  refused by the box: {reason}", count);
        foreach (var (reason, count) in _returnsRefused)
            Row(table, $"  returns, refused by the box: {reason}", count);
        Row(table, "lines in the file", _lines);
        Row(table, "  sold", _linesSold);
        Row(table, "  taken back with their receipt", _linesWithReceipt);
        Row(table, "  taken back without a receipt", _linesWithout);
        Row(table, "  skipped: no price", _linesFree);
        Row(table, "  skipped: quantity not above zero, in returns not below", _linesOtherWay);
        Row(table, "  broken", _broken.Count);
        Row(table, "  readable, in invoices not sold", _linesUnsold);
        Row(table, "lines sold at the box's price, not the file's", _otherPrices);
        foreach (var (currency, minor) in _totals)
        {
            Row(table, $"total {currency}", Decimal(minor, currency));
            Row(table, $"  of it given back {currency}", Decimal(_givenBack, currency));
            Row(table, $"  more than by the file's prices {currency}", Decimal(_difference, currency));
        }

        double seconds = Math.Max(0.001, elapsed.TotalSeconds);
        Row(table, "seconds", seconds.ToString("0.0", CultureInfo.InvariantCulture));
        Row(table, "sales a second", ((_sold + _takenBack) / seconds).ToString("0.0", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private bool CountWanted(Invoice invoice)
    {
        var rest = invoice.Lines.Where(line => !IsWanted(invoice, line)).ToList();
        int free = rest.Count(line => invoice.IsReturn ? line.Quantity < 0 : line.Quantity > 0);
        (_linesFree, _linesOtherWay) = (_linesFree + free, _linesOtherWay + rest.Count - free);
        if (rest.Count < invoice.Lines.Count)
            return true;
        _empty++;
        Done++;
        return false;
    }

    // Where a line came back in parts the line has its receipt only if all of them have.
    private void CountReturn(InvoiceResult result, Receipt receipt, int lines)
    {
        int without = result.LinesWithout;
        (_takenBack, _takenBackBefore) = (_takenBack + 1, _takenBackBefore + (result.Replayed ? 1 : 0));
        (_linesWithout, _linesWithReceipt) = (_linesWithout + without, _linesWithReceipt + lines - without);
        _givenBack = checked(_givenBack + receipt.Total.Minor);
    }

    private static bool IsWanted(Invoice invoice, SalesLine line) => invoice.IsReturn ? line.IsReturned : line.IsSale;

    private static void Row(Table table, string what, int count) => Row(table, what, count.ToString(CultureInfo.InvariantCulture));

    private static void Row(Table table, string what, string figure) => table.AddRow(new Text(what), new Text(figure));

    private static string Decimal(long minor, string currency) => Scaled.Format(minor, Amounts.DecimalsOf(currency), ".");
}
