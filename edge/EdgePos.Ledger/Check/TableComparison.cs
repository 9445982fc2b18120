using System.Globalization;
using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A row of a table, as text, and what it is found by.</summary>
/// <param name="Key">The values of its key, numbers and bytes.</param>
/// <param name="Seq">The entry that it is about.</param>
internal sealed record ComparedRow(object[] Key, string Text, long Seq);

/// <summary>Two tables of the same columns, compared row by row in the order of their key: a table need not fit into memory.</summary>
/// <param name="table">The table; its key are its first columns.</param>
/// <param name="key">The names of these columns, with commas.</param>
/// <param name="columns">The columns that are compared; * for all.</param>
/// <param name="entry">The column, or the number, of the entry that a row is about.</param>
internal sealed class TableComparison(string table, string key, string columns, string entry)
{
    private readonly int _keyColumns = key.Split(',').Length;

    /// <summary>The rows that differ; null on the side that has none.</summary>
    public IEnumerable<(ComparedRow? Is, ComparedRow? Should)> Differences(SqliteConnection books, SqliteConnection rebuilt)
    {
        string all = $"SELECT {columns}, {entry} FROM {table} ORDER BY {key}";
        using var found = books.Stream(all, RowOf).GetEnumerator();
        using var wanted = rebuilt.Stream(all, RowOf).GetEnumerator();
        var (row, should) = (Next(found), Next(wanted));
        while (row is not null || should is not null)
        {
            int order = row is null ? 1 : should is null ? -1 : Compare(row.Key, should.Key);
            if (order < 0)
                yield return (row, null);
            else if (order > 0)
                yield return (null, should);
            else if (row!.Text != should!.Text)
                yield return (row, should);
            if (order <= 0)
                row = Next(found);
            if (order >= 0)
                should = Next(wanted);
        }
    }

    private ComparedRow RowOf(SqliteDataReader row)
    {
        int columns = row.FieldCount - 1;
        return new ComparedRow(
            [.. Enumerable.Range(0, _keyColumns).Select(i => row.GetValue(i) is long number ? number : (object)row.Bytes(i))],
            string.Join(", ", Enumerable.Range(0, columns).Select(i => $"{row.GetName(i)} {TextOf(row, i)}")),
            row.GetInt64(columns));
    }

    private static ComparedRow? Next(IEnumerator<ComparedRow> rows) => rows.MoveNext() ? rows.Current : null;

    private static string TextOf(SqliteDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string => row.Shown(column),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // In SQLite's order: numbers before text, text by its bytes.
    private static int Compare(object[] left, object[] right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            int order = (left[i], right[i]) switch
            {
                (long a, long b) => a.CompareTo(b),
                (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
                (long, _) => -1,
                _ => 1,
            };
            if (order != 0)
                return order;
        }

        return 0;
    }
}
