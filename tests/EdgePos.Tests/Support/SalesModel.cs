using System.IO.Compression;
using Microsoft.VisualBasic.FileIO;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// A file of sales, read by plain code that shares nothing with the register or the box: what must come of it when it is
/// sold at the price that each stock code was first sold at, and what comes back is taken back.
/// </summary>
internal sealed class SalesModel
{
    /// <summary>Setting of a daemon that knows who allows the returns.</summary>
    public const string Approvers = "--Selling:Approvers=anna:4711";

    /// <summary>Option of a replay that says who.</summary>
    public const string Approval = "--approval=anna:4711";

    private SalesModel(string path) => Path = path;

    public string Path { get; }

    public int Invoices { get; private set; }

    public int Sales { get; private set; }

    public int Returns { get; private set; }

    /// <summary>Sales and returns: so many receipts there are.</summary>
    public int Receipts => Sales + Returns;

    /// <summary>Lines that come back and were sold to the same customer before, in the file.</summary>
    public int LinesWithReceipt { get; private set; }

    /// <summary>Lines that come back, and nobody knows all of it from where.</summary>
    public int LinesWithout { get; private set; }

    public int Empty { get; private set; }

    /// <summary>What was paid less what was given back.</summary>
    public long TotalMinor { get; private set; }

    /// <summary>Pieces sold less those that came back, by stock code.</summary>
    public Dictionary<string, long> Sold { get; } = [];

    /// <summary>The sample that is part of the repo.</summary>
    public static SalesModel Sample() => Of(System.IO.Path.Combine(Programs.Repo, "tests/EdgePos.Tests/Data/online-retail-sample.csv"));

    /// <summary>All 475 invoices, where the data folder beside the repo is there.</summary>
    public static SalesModel Whole()
    {
        string path = System.IO.Path.Combine(Programs.Repo, "../shared/data/online-retail-sales.csv.gz");
        Assert.SkipUnless(File.Exists(path), "the whole sales file is not here: it lives in ../shared/data beside the repo");
        return Of(path);
    }

    private static SalesModel Of(string path)
    {
        var rows = Read(path);
        var prices = new Dictionary<string, long>();
        foreach (string[] row in rows.Where(row => Pence(row[5]) > 0))
            prices.TryAdd(row[1], Pence(row[5]));

        var model = new SalesModel(path);
        var left = new Dictionary<(string Customer, string Sku), long>();
        foreach (var invoice in rows.GroupBy(row => row[0]))
        {
            bool isReturn = invoice.Key.StartsWith('C');
            var lines = invoice.Where(row => Pence(row[5]) > 0 && (isReturn ? Pieces(row) < 0 : Pieces(row) > 0)).ToList();
            model.Invoices++;
            if (lines.Count == 0)
                model.Empty++;
            else if (isReturn)
                model.Returns++;
            else
                model.Sales++;
            foreach (string[] row in lines)
            {
                model.TotalMinor += Pieces(row) * prices[row[1]];
                model.Sold[row[1]] = model.Sold.GetValueOrDefault(row[1]) + Pieces(row);
                model.Trace(row, left);
            }
        }

        return model;
    }

    // What a customer has of a stock code, by the file; nobody's purchases belong to nobody.
    private void Trace(string[] row, Dictionary<(string Customer, string Sku), long> left)
    {
        var key = (row[6], row[1]);
        long has = left.GetValueOrDefault(key);
        if (Pieces(row) < 0 && has + Pieces(row) >= 0)
            LinesWithReceipt++;
        else if (Pieces(row) < 0)
            LinesWithout++;
        if (row[6].Length > 0)
            left[key] = Math.Max(0, has + Pieces(row));
    }

    private static long Pieces(string[] row) => long.Parse(row[3]);

    private static List<string[]> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var parser = new TextFieldParser(plain) { HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(",");
        var rows = new List<string[]>();
        parser.ReadFields();
        while (parser.ReadFields() is { } fields)
            rows.Add(fields);
        return rows;
    }

    private static long Pence(string price)
    {
        string[] parts = price.Split('.');
        return (long.Parse(parts[0]) * 100) + long.Parse(parts.ElementAtOrDefault(1)?.PadRight(2, '0') ?? "0");
    }
}
