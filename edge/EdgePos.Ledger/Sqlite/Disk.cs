using System.Runtime.InteropServices;
using System.Text;

namespace EdgePos.Ledger;

/// <summary>Files that must be on disk when a call returns.</summary>
public static partial class Disk
{
    private const int ReadOnly = 0; // O_RDONLY
    private const int LittleRoom = 16; // times what is to be written
    private const int DontNeed = 4; // POSIX_FADV_DONTNEED of Linux
    private const int FromHere = -100, StatxBytes = 256, DeviceAt = 136; // AT_FDCWD; stx_dev_major and stx_dev_minor of statx(2)

    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Syncs the content of a file.</summary>
    internal static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Replaces a small file by one rename.</summary>
    /// <param name="mode">Who may read and write it.</param>
    public static void ReplaceText(string path, string text, UnixFileMode mode = Everybody) =>
        Replace(path, Encoding.UTF8.GetBytes(text + "\n"), mode);

    /// <inheritdoc cref="ReplaceText"/>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Everybody)
    {
        string aside = path + ".new";
        File.Delete(aside);
        using (var file = new FileStream(aside, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
        }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>
    /// Writes a file's own bytes over it and syncs them. After a sync that failed, the system may hold bytes that it has
    /// stopped trying to write; what is read back then looks safe and is not. Source: fsync(2), and "fsyncgate" of 2018.
    /// </summary>
    internal static void WriteAgain(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        byte[] part = new byte[64 * 1024];
        for (long at = 0; file.Read(part) is > 0 and int count; at += count)
        {
            file.Position = at;
            file.Write(part, 0, count);
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Makes a file of zeros, so that what is written into it later needs no room to be found: syncing bytes in place costs a
    /// fraction of syncing a file that grows. Where the disk has little room left, or fails, there is no such file.
    /// </summary>
    internal static void TryMakeRoom(string path, long bytes)
    {
        if (new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace < LittleRoom * bytes)
            return;
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            byte[] zeros = new byte[64 * 1024];
            for (long left = bytes; left > 0; left -= zeros.Length)
                file.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
        }
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

    /// <summary>Lets the system forget what it holds of a file's content, so that who reads it next reads the disk. It may not.</summary>
    public static void Forget(string path)
    {
        int fd = Open(path, ReadOnly);
        if (fd < 0)
            return;
        _ = Advise(fd, 0, 0, DontNeed);
        _ = Close(fd);
    }

    /// <summary>The device that a file or folder lies on: two on the same disk have the same number.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static ulong DeviceOf(string path)
    {
        byte[] answer = new byte[StatxBytes];
        if (Statx(FromHere, path, 0, 0, answer) != 0)
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        return BitConverter.ToUInt64(answer, DeviceAt);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(int fd, long offset, long bytes, int advice);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] answer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int fd);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
