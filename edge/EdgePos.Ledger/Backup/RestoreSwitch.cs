using System.Globalization;

namespace EdgePos.Ledger;

/// <summary>
/// Puts files that were restored in the place of those of a data folder, as one step as far as a power cut can tell. They are made whole in
/// a folder of their own, and a rename of that folder decides. Whoever opens the data folder next, the daemon too, finishes what was cut
/// off after it. What lay there is kept: before-restore-TIME.
/// </summary>
public static class RestoreSwitch
{
    private const string Staging = "restoring";
    private const string Whole = "restored-"; // what lies in its place is moved aside
    private const string Placing = "restored-placing-"; // all of that is aside
    private const string Aside = "before-restore-";
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>An empty folder to restore into; what a restore left there that was cut off is gone.</summary>
    /// <param name="folder">The data folder. The caller holds it.</param>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public static string Begin(string folder)
    {
        Drop(folder);
        return Directory.CreateDirectory(Path.Combine(folder, Staging), ForOwner).FullName;
    }

    /// <summary>Forgets what was being restored.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public static void Drop(string folder)
    {
        if (Path.Combine(folder, Staging) is var staging && Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
    }

    /// <summary>Puts what was restored in its place.</summary>
    /// <param name="folder">The data folder. The caller holds it.</param>
    /// <param name="now">Names the folder with what lay there.</param>
    /// <returns>The folder with what lay there; null: nothing did.</returns>
    /// <exception cref="IOException">The disk does not let it. All is as it was, or the next start goes on.</exception>
    public static string? Commit(string folder, DateTimeOffset now)
    {
        string staging = Path.Combine(folder, Staging);
        SyncAll(staging);
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        while (Directory.Exists(Path.Combine(folder, Aside + time)))
            time += "-2";
        Directory.Move(staging, Path.Combine(folder, Whole + time));
        Disk.SyncFolder(folder);
        Finish(folder);
        return Path.Combine(folder, Aside + time) is var aside && Directory.Exists(aside) ? aside : null;
    }

    /// <summary>Goes on with what a power cut has stopped after it was decided; where there is none it does nothing.</summary>
    /// <param name="folder">The data folder. The caller holds it.</param>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public static void Finish(string folder)
    {
        Drop(folder);
        foreach (string whole in Directory.GetDirectories(folder, Whole + "*").Where(name => !IsPlacing(name)))
        {
            string time = Path.GetFileName(whole)[Whole.Length..], aside = Path.Combine(folder, Aside + time);
            Directory.CreateDirectory(aside, ForOwner);
            foreach (string name in Directory.GetFileSystemEntries(whole).SelectMany(entry => Family(Path.GetFileName(entry))))
                Move(Path.Combine(folder, name), Path.Combine(aside, name));
            Disk.SyncFolder(aside);
            Disk.SyncFolder(folder);
            if (Directory.GetFileSystemEntries(aside).Length == 0)
                Directory.Delete(aside);
            Directory.Move(whole, Path.Combine(folder, Placing + time));
            Disk.SyncFolder(folder);
        }

        foreach (string placing in Directory.GetDirectories(folder, Placing + "*"))
        {
            foreach (string entry in Directory.GetFileSystemEntries(placing))
                Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
            Disk.SyncFolder(folder);
            Directory.Delete(placing);
            Disk.SyncFolder(folder);
        }
    }

    private static bool IsPlacing(string path) => Path.GetFileName(path).StartsWith(Placing, StringComparison.Ordinal);

    // A log of a database that is no longer there would be taken for the new one's.
    private static string[] Family(string name) =>
        name.EndsWith(".db", StringComparison.Ordinal) ? [name, name + "-wal", name + "-shm", name + "-journal"] : [name];

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else if (File.Exists(from))
            File.Move(from, to, overwrite: false);
    }

    private static void SyncAll(string folder)
    {
        foreach (string file in Directory.GetFiles(folder))
            Disk.Sync(file);
        foreach (string inner in Directory.GetDirectories(folder))
            SyncAll(inner);
        Disk.SyncFolder(folder);
    }
}
