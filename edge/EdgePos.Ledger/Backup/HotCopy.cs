using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgePos.Ledger;

/// <summary>A copy of one moment of a database that is being written, as one file without a log beside it.</summary>
public static class HotCopy
{
    private const int PagesAtOnce = 1000;

    private static readonly string[] Parts = ["", "-wal", "-shm", "-journal"];

    /// <summary>Copies a database, and syncs the copy. It is as readable as the original.</summary>
    /// <param name="copy">Where it goes; what is there gives way.</param>
    /// <param name="pause">Called between two parts of the file.</param>
    /// <exception cref="LedgerFault">The file cannot be read, or the copy not written.</exception>
    public static void Make(string path, string copy, Action? pause, CancellationToken cancellation) => Database.Guard(copy, () =>
    {
        Remove(copy);
        using (var original = Database.OpenToCheck(path))
            Database.Translated("copy", path, () => Copy(original, copy, pause, cancellation));
        File.SetUnixFileMode(copy, File.GetUnixFileMode(path));
        Disk.Sync(copy);
        return true;
    });

    /// <summary>Removes a copy, with whatever SQLite has put beside it.</summary>
    internal static void Remove(string copy)
    {
        foreach (string part in Parts)
            File.Delete(copy + part);
    }

    private static int Copy(SqliteConnection original, string copy, Action? pause, CancellationToken cancellation)
    {
        using (var target = Open(copy))
        {
            // The open read holds the moment: without it each sale between two parts would begin the copy again.
            original.Execute("BEGIN; SELECT count(*) FROM sqlite_schema");
            using var backup = raw.sqlite3_backup_init(target.Handle, "main", original.Handle, "main");
            int result = raw.SQLITE_OK;
            while (!backup.IsInvalid && (result = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
            {
                cancellation.ThrowIfCancellationRequested();
                pause?.Invoke();
            }

            _ = raw.sqlite3_backup_finish(backup);
            if (result != raw.SQLITE_DONE)
                SqliteException.ThrowExceptionForRC(result == raw.SQLITE_OK ? raw.SQLITE_ERROR : result, target.Handle);
        }

        // A copy is one file: who carries it away must not have to think of a log beside it.
        using var alone = Open(copy);
        return alone.Execute("PRAGMA journal_mode = DELETE");
    }

    // Nobody reads the copy before it is whole and synced, so SQLite need not sync on the way.
    private static SqliteConnection Open(string copy)
    {
        var target = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = copy,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        target.Open();
        target.Execute("PRAGMA synchronous = OFF");
        return target;
    }
}
