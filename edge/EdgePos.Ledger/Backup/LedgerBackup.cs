using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgePos.Ledger;

/// <summary>A copy of one moment of a ledger, taken while the box sells, proven before it gets its name.</summary>
/// <remarks>
/// SQLite's backup interface copies page by page within one read of the file. In a file with a write-ahead log who reads
/// never makes the writer wait; while he reads, the log is not begun anew, so it grows by what is sold in that time and
/// no more. VACUUM INTO would do as well, but it writes every table and index anew, which takes several times as long,
/// lets the log grow for as long, and mends on the way what a check of the copy should see. Source:
/// https://sqlite.org/backup.html and https://sqlite.org/wal.html
/// </remarks>
public static class LedgerBackup
{
    private const int PagesAtOnce = 1000;

    // The copy is not what fills a box's disk: selling goes before.
    private const long RoomLeft = 64L * 1024 * 1024;

    private static readonly string[] Parts = ["", "-wal", "-shm", "-journal"];

    /// <summary>Copies the ledger to a file that is not there yet, and checks the copy.</summary>
    /// <returns>What the check found; where the copy is not sound it is gone again.</returns>
    /// <exception cref="LedgerFault">The ledger cannot be read, or the copy not written; there is no copy then.</exception>
    public static CheckResult Make(string path, string copy, IProgress<CheckProgress>? progress, CancellationToken cancellation)
    {
        if (Path.Exists(copy))
            throw new LedgerFault(FaultKind.CannotOpen, "write", copy, "there is such a file, and a backup never takes another's place");
        string aside = copy + ".new";
        return Database.Guard(copy, () =>
        {
            Remove(aside); // of a backup that was stopped
            try
            {
                RequireRoom(path, copy);
                using (var books = Database.OpenToCheck(path))
                    Database.Translated("copy", path, () => Copy(books, aside, cancellation));
                File.SetUnixFileMode(aside, File.GetUnixFileMode(path));
                Disk.Sync(aside);
                var result = LedgerCheck.Run(aside, null, progress, cancellation);
                if (!result.IsSound)
                    return result;
                File.Move(aside, copy, overwrite: false);
                Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(copy))!);
                return result;
            }
            finally
            {
                Remove(aside);
            }
        });
    }

    /// <summary>Copies a file of the box, the ledger or another, to one that is not there yet. The copy is not proven.</summary>
    /// <exception cref="LedgerFault">It cannot be read, or the copy not written.</exception>
    public static void CopyUnproven(string path, string copy) => Database.Guard(copy, () =>
    {
        using var file = Database.OpenToCheck(path);
        return Database.Translated("copy", path, () => Copy(file, copy, CancellationToken.None));
    });

    private static int Copy(SqliteConnection books, string aside, CancellationToken cancellation)
    {
        using (var target = OpenCopy(aside))
        {
            // The open read holds the moment: without it each sale between two parts would begin the copy again.
            books.Execute("BEGIN; SELECT count(*) FROM sqlite_schema");
            using var backup = raw.sqlite3_backup_init(target.Handle, "main", books.Handle, "main");
            int result = raw.SQLITE_OK;
            while (!backup.IsInvalid && (result = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
                cancellation.ThrowIfCancellationRequested();
            _ = raw.sqlite3_backup_finish(backup);
            if (result != raw.SQLITE_DONE)
                SqliteException.ThrowExceptionForRC(result == raw.SQLITE_OK ? raw.SQLITE_ERROR : result, target.Handle);
        }

        // A copy is one file: who carries it away must not have to think of a log beside it.
        using var alone = OpenCopy(aside);
        return alone.Execute("PRAGMA journal_mode = DELETE");
    }

    // Nobody reads the copy before it is whole and synced, so SQLite need not sync on the way.
    private static SqliteConnection OpenCopy(string aside)
    {
        var target = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = aside,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        target.Open();
        target.Execute("PRAGMA synchronous = OFF");
        return target;
    }

    private static void RequireRoom(string path, string copy)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(copy))!;
        if (!Directory.Exists(folder))
            throw new LedgerFault(FaultKind.CannotOpen, "write", copy, $"there is no folder {folder}");
        long wanted = Database.SizeOf(path); // with the log: what is in it comes into the copy
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < wanted + RoomLeft)
        {
            throw new LedgerFault(FaultKind.DiskFull, "write", copy, $"the copy takes {wanted / 1_000_000} MB, and the disk has "
                + $"{free / 1_000_000} MB left, of which {RoomLeft / 1_000_000} MB are for selling; write to another disk");
        }
    }

    private static void Remove(string aside)
    {
        foreach (string part in Parts)
            File.Delete(aside + part);
    }
}
