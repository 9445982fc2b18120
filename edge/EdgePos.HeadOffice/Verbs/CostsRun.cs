using System.Globalization;
using EdgePos.Store;

namespace EdgePos.HeadOffice;

/// <summary>Takes in a file of costs: all of it, or nothing.</summary>
internal sealed class CostsRun(Books books, string tenant, TextWriter output)
{
    private const string Header = "sku,valid_from,cost_minor,currency";

    /// <summary>Reads the file and keeps it.</summary>
    public int Run(string path)
    {
        if (!File.Exists(path))
            throw new VerbFault(ExitCodes.NoInput, $"there is no file {path}");
        var costs = new Dictionary<(string, string, long), CostRow>();
        foreach (var (line, number) in File.ReadLines(path).Select((line, i) => (line.TrimStart('\ufeff').Trim(), i + 1)))
        {
            if (number == 1 ? line != Header : line.Length > 0 && Read(line) is null)
            {
                throw new VerbFault(ExitCodes.DamagedData,
                    $"{path}, line {number}: must be {Header}, the time as YYYY-MM-DD or with a zone; nothing was taken in");
            }

            if (number > 1 && Read(line) is { } cost)
                costs[(cost.Sku, cost.Currency, cost.ValidFromUs)] = cost;
        }

        books.Store.Keep(tenant, [.. costs.Values]);
        output.WriteLine($"{costs.Count} costs of {costs.Values.Select(cost => cost.Sku).Distinct().Count()} items taken in");
        return ExitCodes.Ok;
    }

    private static CostRow? Read(string line)
    {
        string[] cells = [.. line.Split(',').Select(Unquoted)];
        return cells is [{ Length: > 0 } sku, var from, var cost, { Length: 3 } currency]
            && StoredText.IsKey(sku) && StoredText.IsKey(currency)
            && DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && long.TryParse(cost, NumberStyles.None, CultureInfo.InvariantCulture, out long minor)
            ? new CostRow(sku, at.ToUs(), minor, currency)
            : null;
    }

    private static string Unquoted(string cell) => cell is ['"', .. var inner, '"'] ? inner.Trim() : cell.Trim();
}
