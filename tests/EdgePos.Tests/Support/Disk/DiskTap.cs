namespace EdgePos.Tests;

/// <summary>Writes to the file as it really is; gives SQLite's result code.</summary>
internal delegate int RealWrite(ReadOnlySpan<byte> bytes, long offset);

/// <summary>
/// Stands between SQLite and the disk for the files of one folder, in this process: what is written, synced, cut and
/// deleted passes through here, in one order. Deriving classes record it, or make it fail.
/// </summary>
internal abstract class DiskTap : IDisposable
{
    protected const int Ok = 0; // SQLITE_OK

    private readonly string _folder;

    protected DiskTap(string folder)
    {
        _folder = folder;
        TappedVfs.Tap(folder, this);
    }

    protected Lock Order { get; } = new();

    public void Dispose() => TappedVfs.Untap(_folder);

    /// <summary>A file that was not there is made.</summary>
    public virtual void Create(string file)
    {
    }

    public virtual int Write(string file, long offset, ReadOnlySpan<byte> bytes, RealWrite real) => real(bytes, offset);

    public virtual int Truncate(string file, long size, Func<int> real) => real();

    /// <param name="handle">Which opening of the file asks: a failed sync is told once to each of those that are open.</param>
    public virtual int Sync(string file, nint handle, Func<int> real) => real();

    /// <param name="forSure">The folder is synced too, so that the file cannot come back after a power cut.</param>
    public virtual int Delete(string file, bool forSure, Func<int> real) => real();
}
