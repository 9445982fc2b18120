using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>A look at a file before anything is written to it: its structure, and the end of a journal's chain.</summary>
internal static class QuickCheck
{
    private const int TailEntries = 100;
    private const int StepsBetweenLooks = 10_000;
    private const int Interrupted = 9; // https://sqlite.org/rescode.html#interrupt

    // A big file on a slow card takes minutes; a shop that opens does not wait for them.
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(300);

    /// <summary>Looks at the structure for a moment; false where the moment was over before the end.</summary>
    /// <exception cref="LedgerFault">The file is damaged.</exception>
    public static bool Structure(SqliteConnection connection, string path, TimeProvider time)
    {
        long began = time.GetTimestamp();
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, StepsBetweenLooks,
            _ => time.GetElapsedTime(began) > LongestLook ? 1 : 0, null);
        try
        {
            string found = connection.Rows("PRAGMA quick_check(1)", row => row.GetString(0)).FirstOrDefault() ?? "";
            if (found != "ok")
                throw Damaged(path, found.Split('\n')[0]);
            return true;
        }
        catch (SqliteException late) when (late.SqliteErrorCode == Interrupted)
        {
            return false;
        }
        finally
        {
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
        }
    }

    /// <summary>Computes the hashes of the last entries again: new ones are chained to them.</summary>
    /// <exception cref="LedgerFault">An entry is not what its hash says.</exception>
    public static void Tail(SqliteConnection connection, string path, JournalHead head)
    {
        byte[]? previous = head.Seq > TailEntries ? null : EntryHash.Genesis(head.Epoch);
        foreach (var entry in JournalRows.After(connection, Math.Max(0, head.Seq - TailEntries - 1)))
        {
            if (previous is not null && !EntryHash.Of(previous, entry.Header, entry.Body).AsSpan().SequenceEqual(entry.Hash))
                throw Damaged(path, $"entry {entry.Header.Seq} is not what its hash says");
            previous = entry.Hash;
        }
    }

    private static LedgerFault Damaged(string path, string found) =>
        new(FaultKind.Damaged, "open", path, $"the file is damaged: {found}; keep it, {EpochMark.Remedy}");
}
