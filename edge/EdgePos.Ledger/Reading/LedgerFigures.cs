using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A table or index of the file and how much room it takes.</summary>
/// <param name="Bytes">Bytes of its pages; null where this SQLite cannot tell.</param>
/// <param name="Rows">Rows; null for an index.</param>
public sealed record TableSize(string Name, long? Bytes, long? Rows);

/// <summary>How big a ledger is, and of what.</summary>
/// <param name="FileBytes">The file.</param>
/// <param name="LogBytes">Its write-ahead log.</param>
/// <param name="Entries">Entries of the journal.</param>
/// <param name="Sales">Sales among them.</param>
/// <param name="FirstUs">Time of the first entry, microseconds; null where there is none.</param>
/// <param name="LastUs">Time of the last.</param>
/// <param name="BodyBytes">Bytes of all bodies.</param>
/// <param name="Answers">Answers kept.</param>
/// <param name="OldestAnswerUs">Time of the oldest; null where there is none.</param>
/// <param name="Checkpoints">Signed checkpoints.</param>
/// <param name="Unconfirmed">Entries that head office has not confirmed.</param>
/// <param name="Tables">The tables, the biggest first.</param>
public sealed record LedgerFigures(
    long FileBytes, long LogBytes, long Entries, long Sales, long? FirstUs, long? LastUs, long BodyBytes, long Answers,
    long? OldestAnswerUs, long Checkpoints, long Unconfirmed, IReadOnlyList<TableSize> Tables)
{
    internal static LedgerFigures Of(SqliteConnection connection, string path)
    {
        var journal = connection.Rows("""
            SELECT count(*), coalesce(sum(kind = $1), 0), min(at_us), max(at_us), coalesce(sum(length(body)), 0), coalesce(max(seq), 0)
            FROM journal
            """, row => (Count: row.GetInt64(0), Sales: row.GetInt64(1), First: Maybe(row, 2), Last: Maybe(row, 3),
                Bytes: row.GetInt64(4), Head: row.GetInt64(5)), SaleCompleted.Descriptor.FullName)[0];
        var answers = connection.Rows("SELECT count(*), min(at_us) FROM answers",
            row => (Count: row.GetInt64(0), Oldest: Maybe(row, 1)))[0];
        long checkpoints = (long)connection.Scalar("SELECT count(*) FROM checkpoints")!;
        long confirmed = (long)connection.Scalar("SELECT seq FROM confirmed")!;
        long file = new FileInfo(path).Length;
        return new LedgerFigures(file, Database.SizeOf(path) - file, journal.Count, journal.Sales, journal.First, journal.Last,
            journal.Bytes, answers.Count, answers.Oldest, checkpoints, journal.Head - confirmed, Sizes(connection));
    }

    private static List<TableSize> Sizes(SqliteConnection connection)
    {
        // Not every SQLite is built with the table that knows pages: https://sqlite.org/dbstat.html
        bool knows = connection.Scalar("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'") is not null;
        var bytes = knows
            ? connection.Rows("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE",
                row => (Name: row.GetString(0), Bytes: row.GetInt64(1))).ToDictionary(row => row.Name, row => row.Bytes)
            : [];
        var parts = connection.Rows("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'index')",
            row => (Name: row.GetString(0), IsTable: row.GetString(1) == "table"));
        return [.. parts
            .Select(part => new TableSize(part.Name, bytes.TryGetValue(part.Name, out long size) ? size : null,
                part.IsTable ? RowsOf(part.Name) : null))
            .Where(size => size.Bytes is not null || size.Rows is not null)
            .OrderByDescending(size => size.Bytes ?? size.Rows).ThenBy(size => size.Name, StringComparer.Ordinal)];

        long RowsOf(string table) =>
            (long)connection.Scalar($"SELECT count(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")!;
    }

    private static long? Maybe(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
