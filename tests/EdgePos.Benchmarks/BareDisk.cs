using System.Runtime.InteropServices;

namespace EdgePos.Benchmarks;

/// <summary>The disk at its best: bytes over the same place of a file, and fdatasync.</summary>
internal sealed partial class BareDisk : IDisposable
{
    private const int Size = 4 * 1024 * 1024;

    private readonly FileStream _file;
    private readonly byte[] _bytes = new byte[Size];
    private long _at;

    public BareDisk(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        _file.Write(_bytes);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Writes so many bytes after the last ones, round and round; on disk when it returns.</summary>
    public void Write(int bytes)
    {
        if (_at + bytes > Size)
            _at = 0;
        RandomAccess.Write(_file.SafeFileHandle, _bytes.AsSpan(0, bytes), _at);
        _at += bytes;
        if (DataSync(_file.SafeFileHandle.DangerousGetHandle().ToInt32()) != 0)
            throw new IOException("fdatasync failed");
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    private static partial int DataSync(int fd);
}
