using System.Globalization;
using System.IO.Compression;

namespace EdgePos.Fleet;

/// <summary>A line of a real invoice.</summary>
/// <param name="Code">The shop's own code.</param>
/// <param name="Name">What it was called.</param>
/// <param name="Pieces">How many.</param>
/// <param name="PriceMinor">What one cost, pence.</param>
internal sealed record InvoiceLine(string Code, string Name, int Pieces, long PriceMinor);

/// <summary>
/// What people really bought: baskets of a grocery in a month, and invoices of a gift shop in four days. Sources and licences:
/// tests/EdgePos.Tests/Data/LICENSE.md.
/// </summary>
internal sealed class RealBaskets
{
    private const int GroceryDays = 30, GroceryBaskets = 9835, InvoiceDays = 4, InvoiceCount = 434, InvoiceReturns = 41;

    private RealBaskets(string source, TextReader groceries, TextReader invoices)
    {
        Source = source;
        const StringSplitOptions filled = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        Groceries = [.. Lines(groceries).Select(line => line.Split(',', filled)).Where(basket => basket.Length > 0)];
        Groups = [.. Groceries.SelectMany(basket => basket).Distinct().Order(StringComparer.Ordinal)];
        int[] hours = new int[24];
        var found = new Dictionary<string, List<InvoiceLine>>();
        foreach (string[] cells in Lines(invoices).Skip(1).Select(CellsOf))
        {
            if (LineOf(cells) is not { } line)
                continue;
            if (!found.TryGetValue(cells[0], out var invoice))
            {
                found[cells[0]] = invoice = [];
                hours[int.Parse(cells[4].AsSpan(11, 2), CultureInfo.InvariantCulture)]++;
            }

            invoice.Add(line);
        }

        Invoices = [.. found.Values];
        InvoiceHours = [.. hours.Select(count => (double)count)];
    }

    /// <summary>Sales of the real grocery on an average day: its 9,835 baskets in 30 days.</summary>
    public static double GrocerySalesADay => (double)GroceryBaskets / GroceryDays;

    /// <summary>Sales of the real gift shop on an average day: its 434 invoices of four days.</summary>
    public static double InvoicesADay => (double)InvoiceCount / InvoiceDays;

    /// <summary>How many of the gift shop's invoices took something back.</summary>
    public static double InvoiceReturnShare => (double)InvoiceReturns / (InvoiceCount + InvoiceReturns);

    /// <summary>Where they were read.</summary>
    public string Source { get; }

    /// <summary>Groups of goods in each basket of the grocery.</summary>
    public IReadOnlyList<string[]> Groceries { get; }

    /// <summary>All groups of goods.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The gift shop's invoices, without those that took something back.</summary>
    public IReadOnlyList<List<InvoiceLine>> Invoices { get; }

    /// <summary>How many of them were in each hour of the day.</summary>
    public IReadOnlyList<double> InvoiceHours { get; }

    /// <summary>All of them from a folder; the samples in this program where the folder has none.</summary>
    public static RealBaskets Read(string folder)
    {
        string groceries = Path.Combine(folder, "groceries-baskets.csv.gz"), invoices = Path.Combine(folder, "online-retail-sales.csv.gz");
        if (folder.Length == 0 || !File.Exists(groceries) || !File.Exists(invoices))
            return Sample();
        using var month = new StreamReader(new GZipStream(File.OpenRead(groceries), CompressionMode.Decompress));
        using var days = new StreamReader(new GZipStream(File.OpenRead(invoices), CompressionMode.Decompress));
        return new RealBaskets(folder, month, days);
    }

    /// <summary>A few hundred of them, from the repo.</summary>
    public static RealBaskets Sample()
    {
        using var groceries = new StreamReader(typeof(RealBaskets).Assembly.GetManifestResourceStream("groceries.csv")!);
        using var invoices = new StreamReader(typeof(RealBaskets).Assembly.GetManifestResourceStream("invoices.csv")!);
        return new RealBaskets("the samples in the repo", groceries, invoices);
    }

    // Returns have a number that begins with C; what cost nothing, or was written off, is no sale.
    private static InvoiceLine? LineOf(string[] cells)
    {
        long price = (long)(decimal.Parse(cells[5], CultureInfo.InvariantCulture) * 100);
        int pieces = int.Parse(cells[3], CultureInfo.InvariantCulture);
        return cells[0].StartsWith('C') || price <= 0 || pieces <= 0 ? null
            : new InvoiceLine(cells[1], cells[2].Trim(), pieces, price);
    }

    private static IEnumerable<string> Lines(TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return line;
        }
    }

    // Cells may stand in quotes, and then hold commas; a doubled quote is left out.
    private static string[] CellsOf(string line)
    {
        var cells = new List<string> { "" };
        bool quoted = false;
        foreach (char one in line)
        {
            if (one == '"')
                quoted = !quoted;
            else if (one == ',' && !quoted)
                cells.Add("");
            else
                cells[^1] += one;
        }

        return [.. cells];
    }
}
