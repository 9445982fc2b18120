using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>The folder that backups go to: a stick that may be gone, full or read-only. What is wrong comes as a sentence.</summary>
/// <param name="Path">Full path.</param>
/// <param name="MayBeOwnDisk">True where it may lie on the disk of the box's own files.</param>
internal sealed record BackupFolder(string Path, bool MayBeOwnDisk)
{
    private const string Unfinished = ".new";
    private const int DiskFull = 28, OverQuota = 122, ReadOnly = 30; // ENOSPC, EDQUOT and EROFS of errno(3)

    /// <summary>Refuses a folder that is not there, or is a mount point without its stick.</summary>
    /// <param name="ownFolder">Where the box's own files are.</param>
    /// <exception cref="BackupFault">It is.</exception>
    public void Require(string ownFolder)
    {
        if (!Directory.Exists(Path))
            throw new BackupFault($"the folder {Path} is not there: plug the stick in, and see that it is mounted there");
        // Asking for its device also has a stick mounted that is mounted when it is needed (x-systemd.automount).
        if (Guard(() => Disk.DeviceOf(Path)) == Disk.DeviceOf(ownFolder) && !MayBeOwnDisk)
        {
            throw new BackupFault($"{Path} lies on the box's own disk, so the stick is not mounted there, and nothing was written: plug it "
                + "in and see that it is mounted (findmnt); where the box's disk is meant, set Backup:OwnDisk to true");
        }
    }

    /// <summary>Where a backup is written before it is proven. What was cut off there before is gone.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public string Aside(BackupHeader header)
    {
        foreach (string left in Directory.GetFiles(Path, $"{BackupHeader.FileBegin(header.Box)}*{BackupHeader.FileEnding}{Unfinished}"))
            File.Delete(left);
        return FileOf(header) + Unfinished;
    }

    /// <summary>Gives a backup that is proven its name.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public string Keep(BackupHeader header, string aside)
    {
        string file = FileOf(header);
        File.Move(aside, file, overwrite: false);
        Disk.SyncFolder(Path);
        return file;
    }

    /// <summary>
    /// Drops the oldest backups of this box until so many are there. What cannot be read as one is neither counted nor touched.
    /// </summary>
    /// <returns>How many went.</returns>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public int DropBut(int keep, BackupHeader newest)
    {
        var old = Directory.GetFiles(Path, $"{BackupHeader.FileBegin(newest.Box)}*{BackupHeader.FileEnding}")
            .Where(file => IsOneOf(file, newest)).OrderDescending(StringComparer.Ordinal).Skip(keep).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    /// <summary>Does something with the folder; what the disk says comes as a sentence.</summary>
    /// <exception cref="BackupFault">The disk does not let it.</exception>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException full) when (full.HResult is DiskFull or OverQuota)
        {
            throw new BackupFault($"{Path} is full: put in a larger stick, take other files off it, or keep fewer (Backup:Keep)", full);
        }
        catch (IOException locked) when (locked.HResult == ReadOnly)
        {
            throw new BackupFault($"{Path} is read-only: look at the stick's switch, and whether the daemon may write there "
                + "(ReadWritePaths in its unit); a stick with errors is mounted so too", locked);
        }
        catch (UnauthorizedAccessException shut)
        {
            throw new BackupFault($"{Path} may not be written by the daemon's user: mount it for that user, or change whose it is "
                + $"({shut.Message})", shut);
        }
        catch (IOException fault)
        {
            throw new BackupFault($"{Path} fails: {fault.Message}; plug the stick in again, or take another one", fault);
        }
    }

    private string FileOf(BackupHeader header) => System.IO.Path.Combine(Path, header.FileName);

    private static bool IsOneOf(string file, BackupHeader newest)
    {
        try
        {
            return BackupHeader.Read(file).Box == newest.Box;
        }
        catch (BackupFault)
        {
            return false;
        }
    }
}
