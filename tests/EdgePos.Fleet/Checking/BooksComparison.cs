using System.Data.Common;

namespace EdgePos.Fleet;

/// <summary>Compares head office's books with what the fleet made. The queries are the same for PostgreSQL and SQLite.</summary>
internal static class BooksComparison
{
    private const int MostNamed = 20;

    /// <summary>What differs, in words; nothing: the books are the fleet's. The first 20.</summary>
    /// <param name="books">An open connection.</param>
    /// <param name="fleet">What must be there.</param>
    /// <param name="tenant">The chain.</param>
    public static IReadOnlyList<string> Differences(DbConnection books, FleetBooks fleet, string tenant) =>
        [.. OfStreams(books, fleet, tenant).Concat(OfSums(books, fleet, tenant)).Concat(OfStock(books, fleet, tenant)).Take(MostNamed)];

    private static IEnumerable<string> OfStreams(DbConnection books, FleetBooks fleet, string tenant)
    {
        var kept = Rows(books, $"""
            SELECT s.store, s.box, s.epoch, s.seq, s.hash, s.sales, coalesce(t.minor, 0) FROM streams s
            LEFT JOIN totals t ON t.stream = s.stream AND t.currency = '{Shelf.Currency}' WHERE s.tenant = '{tenant}'
            """, row => (Store: row.GetString(0), Is: new StreamBooks(row.GetString(1), Hex(row, 2), row.GetInt64(3), Hex(row, 4),
            row.GetInt64(5), row.GetInt64(6)))).ToLookup(row => row.Store, row => row.Is);
        foreach (var (store, made) in fleet.Streams.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!kept[store].Any())
                yield return $"{store}: head office has nothing of it, the fleet made {made.Seq} entries and {made.Sales} sales";
            else if (kept[store].Count() > 1)
                yield return $"{store}: head office has {kept[store].Count()} journals of it";
            else if (kept[store].Single() is var found && found != made)
                yield return $"{store}: head office has {Words(found)}; the fleet made {Words(made)}";
        }

        foreach (string stranger in kept.Select(group => group.Key).Where(store => !fleet.Streams.ContainsKey(store)))
            yield return $"{stranger}: no store of the fleet";
    }

    // The rows themselves, which nobody adds up while they are committed.
    private static IEnumerable<string> OfSums(DbConnection books, FleetBooks fleet, string tenant)
    {
        string of = $"JOIN streams s ON s.stream = x.stream WHERE s.tenant = '{tenant}'";
        var sales = Rows(books, $"SELECT s.store, count(*), CAST(sum(x.total_minor) AS bigint) FROM sales x {of} GROUP BY s.store",
            row => (Store: row.GetString(0), Sales: row.GetInt64(1), Total: row.GetInt64(2))).ToDictionary(row => row.Store);
        foreach (var (store, made) in fleet.Streams.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var found = sales.GetValueOrDefault(store);
            if ((found.Sales, found.Total) != (made.Sales, made.TotalMinor))
            {
                yield return $"{store}: head office has rows of {found.Sales} sales of {found.Total} minor units, "
                    + $"the fleet made {made.Sales} of {made.TotalMinor}";
            }
        }

        foreach (var (table, made) in new[] { ("entries", fleet.Streams.Values.Sum(one => one.Seq)), ("sale_lines", fleet.Lines) })
        {
            long found = Rows(books, $"SELECT count(*) FROM {table} x {of}", row => row.GetInt64(0)).Single();
            if (found != made)
                yield return $"{table}: head office has {found} rows, the fleet made {made}";
        }

        foreach (var (why, count) in Rows(books, $"SELECT x.reason, count(*) FROM quarantine x {of} GROUP BY x.reason",
            row => (row.GetString(0), row.GetInt64(1))))
        {
            yield return $"quarantine: {count} entries, since {why}";
        }
    }

    private static IEnumerable<string> OfStock(DbConnection books, FleetBooks fleet, string tenant)
    {
        var kept = Rows(books, $"""
            SELECT x.sku, CAST(sum(x.moved) AS bigint) FROM stock x JOIN streams s ON s.stream = x.stream
            WHERE s.tenant = '{tenant}' GROUP BY x.sku
            """, row => (Sku: row.GetString(0), Moved: row.GetInt64(1))).ToDictionary(row => row.Sku, row => row.Moved);
        return fleet.Moved.Keys.Union(kept.Keys).Order(StringComparer.Ordinal)
            .Where(sku => kept.GetValueOrDefault(sku) != fleet.Moved.GetValueOrDefault(sku))
            .Select(sku => $"stock of {sku}: head office has {kept.GetValueOrDefault(sku)} thousandths over the fleet, "
                + $"the fleet moved {fleet.Moved.GetValueOrDefault(sku)}");
    }

    private static string Words(StreamBooks books) =>
        $"{books.Seq} entries to {books.Hash[..12]}, {books.Sales} sales of {books.TotalMinor} minor units";

    private static string Hex(DbDataReader row, int column) => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column));

    private static List<T> Rows<T>(DbConnection books, string sql, Func<DbDataReader, T> read)
    {
        using var command = books.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }
}
