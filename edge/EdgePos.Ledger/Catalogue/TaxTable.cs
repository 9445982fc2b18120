using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>The tax table of a price book, in memory: it has few rows.</summary>
internal sealed class TaxTable
{
    private readonly Dictionary<string, List<TaxCategory>> _rows = new(StringComparer.Ordinal);

    public TaxTable(SqliteConnection connection)
    {
        foreach (var row in connection.Stream("SELECT body FROM tax_categories ORDER BY code, from_day DESC",
            one => WireItems.RowOf(V1.TaxCategory.Parser.ParseFrom(one.Bytes(0))).Value))
        {
            if (!_rows.TryGetValue(row.Code, out var all))
                _rows[row.Code] = all = [];
            all.Add(row);
        }
    }

    /// <summary>True where a category has a row by a day.</summary>
    public bool HoldsOn(string code, DateOnly day) => _rows.TryGetValue(code, out var rows) && rows.Exists(row => row.From <= day);

    /// <summary>True where a category has a rate above zero on some day.</summary>
    public bool IsTaxed(string code) =>
        _rows.TryGetValue(code, out var rows) && rows.Exists(row => row.Parts.Any(part => part.Rate.Ppm > 0));

    /// <summary>
    /// What a category is taxed on a day. Before its first row that row holds: a box that woke in the past, for want of a battery
    /// clock, must not sell without tax.
    /// </summary>
    public System.Collections.Immutable.ImmutableArray<TaxPart> PartsOf(string code, DateOnly day) =>
        _rows.TryGetValue(code, out var rows) ? (rows.Find(row => row.From <= day) ?? rows[^1]).Parts : [];
}
