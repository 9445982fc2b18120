using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Where a ledger ends, and whose it is.</summary>
internal static class LedgerHead
{
    /// <summary>Whose ledger it is; null where the file is new.</summary>
    public static BoxIdentity? Owner(SqliteConnection connection) => connection.Rows("SELECT tenant, store, box FROM identity",
        row => new BoxIdentity(row.GetString(0), row.GetString(1), row.GetString(2))).FirstOrDefault();

    /// <summary>The last entry and its time; 0 where there is none.</summary>
    public static (long Seq, long AtUs) LastEntry(SqliteConnection connection) =>
        connection.Rows("SELECT seq, at_us FROM journal ORDER BY seq DESC LIMIT 1",
            row => (row.GetInt64(0), row.GetInt64(1))).FirstOrDefault();

    /// <summary>Reads the end of the journal.</summary>
    public static JournalHead Read(SqliteConnection connection)
    {
        byte[] epoch = (byte[])connection.Scalar("SELECT epoch FROM identity")!;
        return connection.Rows("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1",
            row => new JournalHead(epoch, row.GetInt64(0), row.Bytes(1)))
            .FirstOrDefault() ?? new JournalHead(epoch, 0, EntryHash.Genesis(epoch));
    }
}
