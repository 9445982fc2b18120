using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Ledgers in which nothing stands yet, to rebuild one in. The tables are made once and copied: whoever checks ten thousand files
/// waits for the reading of them.
/// </summary>
internal static class EmptyBooks
{
    private static readonly Lock Turn = new();
    private static readonly Lazy<SqliteConnection> Made = new(() =>
    {
        var empty = Database.OpenScratch();
        LedgerOpening.Migrations.Apply(empty, ":memory:", 0);
        return empty;
    });

    /// <summary>One more of them, of the caller's own; it spills to a file which nobody sees.</summary>
    public static SqliteConnection Open()
    {
        var copy = Database.OpenScratch();
        try
        {
            lock (Turn)
                Made.Value.BackupDatabase(copy);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
