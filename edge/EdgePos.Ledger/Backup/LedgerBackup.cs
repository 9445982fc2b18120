using EdgePos.Sqlite;
using EdgePos.Store;

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
    // The copy is not what fills a box's disk: selling goes before.
    private const long RoomLeft = 64L * 1024 * 1024;

    /// <summary>Copies the ledger to a file that is not there yet, and checks the copy.</summary>
    /// <param name="pause">Called between two parts of the copying.</param>
    /// <returns>What the check found; where the copy is not sound it is gone again.</returns>
    /// <exception cref="LedgerFault">The ledger cannot be read, or the copy not written; there is no copy then.</exception>
    public static CheckResult Make(
        string path, string copy, IProgress<CheckProgress>? progress, CancellationToken cancellation, Action? pause = null)
    {
        if (Path.Exists(copy))
            throw new LedgerFault(FaultKind.CannotOpen, "write", copy, "there is such a file, and a backup never takes another's place");
        string aside = copy + ".new";
        return Database.Guard(copy, () =>
        {
            HotCopy.Remove(aside); // of a backup that was stopped: it counts as room
            try
            {
                RequireRoom(path, copy);
                HotCopy.Make(path, aside, pause, cancellation);
                var result = LedgerCheck.Run(aside, null, progress, cancellation);
                if (!result.IsSound)
                    return result;
                File.Move(aside, copy, overwrite: false);
                Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(copy))!);
                return result;
            }
            finally
            {
                HotCopy.Remove(aside);
            }
        });
    }

    /// <summary>Brings a copy to the tables of this program, where one before it made it: only then can it be checked.</summary>
    /// <exception cref="LedgerFault">It is no ledger, or one of a newer program.</exception>
    public static void BringUp(string copy, TimeProvider time) => Database.Guard(copy, () =>
    {
        using var connection = Database.OpenWriter(copy, Durability.Normal);
        Database.Translated("open", copy, () => LedgerOpening.Migrations.Apply(connection, copy, time.GetUtcNow().ToUs()));
        return connection.Execute("PRAGMA journal_mode = DELETE"); // one file again, as it came
    });

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
}
