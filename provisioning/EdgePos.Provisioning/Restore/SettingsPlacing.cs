using System.Globalization;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>Puts the settings of a backup into the folder of a box's own. What is there and says otherwise is kept beside it.</summary>
internal sealed class SettingsPlacing
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly string _folder;
    private readonly List<(string Name, byte[] Content, UnixFileMode Mode)> _files;

    /// <summary>Reads the settings of a backup, and takes them out of its folder.</summary>
    /// <param name="folder">Where they will be.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public SettingsPlacing(UnpackedBackup backup, string folder)
    {
        _folder = folder;
        _files = !Directory.Exists(backup.SettingsFolder) ? [] : [.. Directory.GetFiles(backup.SettingsFolder)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file), File.GetUnixFileMode(file)))];
        if (_files.Count == 0)
            return;
        Directory.Delete(backup.SettingsFolder, recursive: true);
        Directory.CreateDirectory(folder, FolderMode);
        string probe = Path.Combine(folder, ".restore");
        File.WriteAllText(probe, ""); // whether it may be written is asked before anything is decided
        File.Delete(probe);
    }

    /// <summary>Puts them there, each as a whole.</summary>
    /// <returns>How many were put there; those that lay there already are not counted.</returns>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public int Place(DateTimeOffset now)
    {
        string time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        int placed = 0;
        foreach (var (name, content, mode) in _files)
        {
            string file = Path.Combine(_folder, name);
            if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
                continue;
            if (File.Exists(file)) // no longer .json, so that the daemon does not read it
                File.Copy(file, $"{file}.before-restore-{time}", overwrite: true);
            Disk.Replace(file, content, mode | UnixFileMode.GroupRead);
            if (Environment.IsPrivilegedProcess)
                FileOwner.Of(_folder).Give(file);
            placed++;
        }

        if (placed > 0)
            Disk.SyncFolder(_folder);
        return placed;
    }
}
