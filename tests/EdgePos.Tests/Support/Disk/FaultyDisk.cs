namespace EdgePos.Tests;

/// <summary>How a disk fails.</summary>
public enum DiskFault
{
    /// <summary>A write fails once; nothing of it arrives.</summary>
    Write,

    /// <summary>A write fails once, after a part of it has arrived.</summary>
    TornWrite,

    /// <summary>The disk is full from a write on, until there is room again.</summary>
    Full,

    /// <summary>A sync fails once.</summary>
    Sync,

    /// <summary>A file cannot be cut to a length, once.</summary>
    Truncate,
}

/// <summary>A disk that fails at the nth call of a kind, counted over all files of a folder.</summary>
internal sealed class FaultyDisk(string folder, DiskFault fault, int at) : DiskTap(folder)
{
    private const int Full = 13; // SQLITE_FULL
    private const int IoErrorWrite = 778;
    private const int IoErrorSync = 1034;
    private const int IoErrorTruncate = 1546;

    private readonly HashSet<nint> _told = [];
    private int _calls;
    private volatile bool _hasRoom;
    private string _unsynced = "";

    /// <summary>True once it has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>A file is made: until it is whole, SQLite undoes what fails by means of its own.</summary>
    public bool IsMade { get; set; }

    /// <summary>Syncs that somebody asked for again after one had failed, and that would have been a lie.</summary>
    public int Lies { get; private set; }

    /// <summary>Somebody has made room.</summary>
    public void MakeRoom() => _hasRoom = true;

    /// <summary>The files were opened again: whoever opens a file anew is told nothing of what failed before.</summary>
    public void Reopened() => _unsynced = "";

    public override int Write(string file, long offset, ReadOnlySpan<byte> bytes, RealWrite real)
    {
        lock (Order)
        {
            switch (fault)
            {
                case DiskFault.Write when IsNow():
                    return IoErrorWrite;
                case DiskFault.TornWrite when IsNow():
                    real(bytes[..(bytes.Length / 2)], offset);
                    return IoErrorWrite;
                case DiskFault.Full when !_hasRoom && (HasFailed || IsNow()):
                    return Full;
            }

            return real(bytes, offset);
        }
    }

    public override int Sync(string file, nint handle, Func<int> real)
    {
        lock (Order)
        {
            if (fault == DiskFault.Sync && IsNow())
                _unsynced = file;
            if (file != _unsynced)
                return real();
            if (_told.Add(handle))
                return IoErrorSync;
            Lies += IsMade ? 1 : 0;
            return Ok;
        }
    }

    public override int Truncate(string file, long size, Func<int> real)
    {
        lock (Order)
            return fault == DiskFault.Truncate && IsNow() ? IoErrorTruncate : real();
    }

    private bool IsNow()
    {
        if (_calls++ != at)
            return false;
        HasFailed = true;
        return true;
    }
}
