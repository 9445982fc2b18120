using System.IO.Compression;
using Microsoft.VisualBasic.FileIO;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// A file of sales, read by plain code that shares nothing with the register or the box: what must come of it when it is
/// sold at the price that each stock code was first sold at.
/// </summary>
internal sealed class SalesModel
{
    private SalesModel(string path) => Path = path;

    public string Path { get; }

    public int Invoices { get; private set; }

    public int Sales { get; private set; }

    public int Returns { get; private set; }

    public int Empty { get; private set; }

    public long TotalMinor { get; private set; }

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
        foreach (var invoice in rows.GroupBy(row => row[0]))
        {
            var lines = invoice.Where(row => long.Parse(row[3]) > 0 && Pence(row[5]) > 0).ToList();
            model.Invoices++;
            if (invoice.Key.StartsWith('C'))
            {
                model.Returns++;
            }
            else if (lines.Count == 0)
            {
                model.Empty++;
            }
            else
            {
                model.Sales++;
                foreach (string[] row in lines)
                {
                    model.TotalMinor += long.Parse(row[3]) * prices[row[1]];
                    model.Sold[row[1]] = model.Sold.GetValueOrDefault(row[1]) + long.Parse(row[3]);
                }
            }
        }

        return model;
    }

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
