using EdgePos.Ledger;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Watches the room on the box's disk: says so when it gets low, gives the reserve free when there is no more, and takes
/// it again when somebody has made room. On the reserve open sales finish and new ones are refused.
/// </summary>
internal sealed class DiskWatch
{
    // Below this a write may fail at any moment, and the reserve is given free before it does.
    private const long LastBytes = 4 * 1024 * 1024;

    private readonly Ballast _ballast;
    private readonly Func<long> _freeBytes;
    private readonly long _lowBytes;
    private readonly ILogger<DiskWatch> _log;
    private readonly Lock _one = new();
    private volatile State _state = new(DiskState.Well, 0);

    private sealed record State(DiskState Disk, long FreeBytes);

    public DiskWatch(DataFolder folder, IOptions<GatewayOptions> options, ILogger<DiskWatch> log)
        : this(new Ballast(folder.BallastFile, options.Value.ReserveMegabytes * 1024L * 1024),
            () => new DriveInfo(folder.Path).AvailableFreeSpace, options.Value.LowDiskMegabytes * 1024L * 1024, log)
    {
    }

    /// <param name="freeBytes">What the disk has left.</param>
    /// <param name="lowBytes">Less than that is told.</param>
    public DiskWatch(Ballast ballast, Func<long> freeBytes, long lowBytes, ILogger<DiskWatch> log)
    {
        (_ballast, _freeBytes, _lowBytes, _log) = (ballast, freeBytes, lowBytes, log);
        Look();
    }

    /// <summary>How the disk is.</summary>
    public DiskState Disk => _state.Disk;

    /// <summary>What the disk had left when it was last looked at; the reserve does not count.</summary>
    public long FreeBytes => _state.FreeBytes;

    /// <summary>A write found the disk full: gives the reserve free. True where there was one, so that trying again helps.</summary>
    public bool MakeRoom()
    {
        lock (_one)
        {
            bool made = _ballast.Drop();
            Become(DiskState.Reserve, _freeBytes());
            return made;
        }
    }

    /// <summary>Looks how much room there is.</summary>
    public void Look()
    {
        lock (_one)
        {
            long free = _freeBytes();
            // On the reserve the room that was given free counts as used until it can be taken again with some to spare.
            bool held = _ballast.IsHeld || (free > _ballast.Bytes + (2 * LastBytes) && _ballast.Hold());
            if (held && free < LastBytes)
            {
                _ballast.Drop();
                held = false;
            }

            Become(!held ? DiskState.Reserve : free < _lowBytes ? DiskState.Low : DiskState.Well, free);
        }
    }

    private void Become(DiskState disk, long free)
    {
        var before = _state.Disk;
        _state = new State(disk, free);
        if (before == disk)
            return;
        long megabytes = free / (1024 * 1024);
        switch (disk)
        {
            case DiskState.Reserve:
                Log.DiskOnReserve(_log, megabytes);
                break;
            case DiskState.Low:
                Log.DiskLow(_log, megabytes);
                break;
            case DiskState.Well or DiskState.Unspecified:
                Log.DiskWell(_log, megabytes);
                break;
        }
    }
}
