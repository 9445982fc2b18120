using System.Runtime.InteropServices;

namespace EdgePos.Ledger;

/// <summary>Files that must be on disk when a call returns.</summary>
internal static partial class Disk
{
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Syncs the content of a file.</summary>
    public static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Replaces a small file by one rename.</summary>
    public static void ReplaceText(string path, string text)
    {
        string aside = path + ".new";
        File.WriteAllText(aside, text + "\n");
        Sync(aside);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Syncs a folder, so that a rename in it survives a power cut.</summary>
    /// <exception cref="IOException">The folder cannot be opened or synced.</exception>
    public static void SyncFolder(string folder)
    {
        int fd = Open(folder, ReadOnly);
        if (fd < 0)
            throw new IOException($"open {folder}: error {Marshal.GetLastPInvokeError()}");
        int failed = Fsync(fd);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(fd);
        if (failed != 0)
            throw new IOException($"sync {folder}: error {error}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int fd);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
