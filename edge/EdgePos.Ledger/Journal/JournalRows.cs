using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Reading entries of the journal from an open file.</summary>
internal static class JournalRows
{
    /// <summary>The columns that <see cref="EntryOf"/> reads, in its order.</summary>
    public const string Columns = "journal.seq, at_us, clock, kind, journal.register, employee, body, hash";

    /// <summary>The entries after one, in their order, as they are read.</summary>
    public static IEnumerable<JournalEntry> After(SqliteConnection connection, long seq, int most = int.MaxValue) =>
        connection.Stream($"SELECT {Columns} FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2", EntryOf, seq, most);

    /// <summary>The entry of a row.</summary>
    public static JournalEntry EntryOf(SqliteDataReader row) => new(
        new EntryHeader(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4), row.GetString(5)),
        row.Bytes(6), row.Bytes(7));
}
