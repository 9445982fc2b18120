using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Where a ledger ends, and whose it is.</summary>
internal static class LedgerHead
{
    /// <summary>Reads the end of the journal; begins the ledger where the file is new.</summary>
    /// <exception cref="LedgerFault">The file is another box's.</exception>
    public static JournalHead ReadOrBegin(
        SqliteConnection connection, string path, BoxIdentity identity, LedgerClock clock, Func<byte[]> newEpoch)
    {
        connection.Execute("INSERT OR IGNORE INTO identity VALUES (1, $1, $2, $3, $4, $5)",
            identity.Tenant, identity.Store, identity.Box, newEpoch(), clock.Now().AtUs);
        var owner = connection.Statement("SELECT tenant, store, box FROM identity")
            .Rows(row => new BoxIdentity(row.GetString(0), row.GetString(1), row.GetString(2)))[0];
        if (owner != identity)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                $"this is the ledger of {owner.Tenant}/{owner.Store}/{owner.Box}, this box is "
                + $"{identity.Tenant}/{identity.Store}/{identity.Box}; put the right file back or correct the settings");
        }

        clock.StartAfter(connection.Statement("SELECT at_us FROM journal ORDER BY seq DESC LIMIT 1").Scalar() as long? ?? 0);
        return Read(connection);
    }

    /// <summary>Reads the end of the journal.</summary>
    public static JournalHead Read(SqliteConnection connection)
    {
        byte[] epoch = (byte[])connection.Statement("SELECT epoch FROM identity").Scalar()!;
        return connection.Statement("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
            .Rows(row => new JournalHead(epoch, row.GetInt64(0), row.Bytes(1)))
            .FirstOrDefault() ?? new JournalHead(epoch, 0, EntryHash.Genesis(epoch));
    }
}
