using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>
/// What happens at all devices, in one order. The last thousand are kept, so that a register that was away for a moment is told
/// what it missed. A watcher that does not keep up is let go and comes back with the number of the last event it has seen.
/// </summary>
public sealed class DeviceFeed(TimeProvider time)
{
    /// <summary>Events kept, and those that a watcher may be behind.</summary>
    public const int Kept = 1000;

    private const int WatchersMax = 256;

    private readonly Lock _turn = new();
    private readonly Queue<DeviceEvent> _kept = new();
    private readonly List<Channel<DeviceEvent>> _watchers = [];
    private readonly Dictionary<string, ClaimChanged> _holders = [];
    private long _last;

    /// <summary>Number of the last event; 0: nothing has happened yet.</summary>
    public long Last
    {
        get
        {
            lock (_turn)
                return _last;
        }
    }

    /// <summary>Microseconds since 1970-01-01 UTC: the time of what happens now.</summary>
    public long NowUs => time.GetUtcNow().ToUs();

    /// <summary>Tells everybody. Never waits.</summary>
    public DeviceEvent Tell(DeviceDescription device, DeviceFact fact)
    {
        lock (_turn)
        {
            long atUs = NowUs;
            if (fact is ClaimChanged claim)
                _holders[device.Name] = claim;
            // Whose it was when it happened: a register that comes later must not be told what was scanned at another.
            int register = device.Register != 0 ? device.Register
                : _holders.TryGetValue(device.Name, out var holder) && holder.UntilUs > atUs ? holder.Register
                : 0;
            var told = new DeviceEvent(++_last, atUs, device.Name, device.Class, register, fact);
            _kept.Enqueue(told);
            if (_kept.Count > Kept)
                _kept.Dequeue();
            _watchers.RemoveAll(watcher => !watcher.Writer.TryWrite(told) && watcher.Writer.TryComplete());
            return told;
        }
    }

    /// <summary>Watches from now on, and what was kept after an event.</summary>
    /// <param name="after">The last event that was seen; null: only what comes.</param>
    /// <returns>Ends where the watcher falls behind; null: too many watch.</returns>
    public ChannelReader<DeviceEvent>? Watch(long? after)
    {
        // Room for all that is kept, and for as many again.
        var watcher = Channel.CreateBounded<DeviceEvent>(2 * Kept);
        lock (_turn)
        {
            _watchers.RemoveAll(one => one.Reader.Completion.IsCompleted);
            if (_watchers.Count >= WatchersMax)
                return null;
            foreach (var missed in _kept.Where(one => one.Sequence > (after ?? _last)))
                watcher.Writer.TryWrite(missed);
            _watchers.Add(watcher);
        }

        return watcher.Reader;
    }

    /// <summary>Follows what happens for a part of the box until told to stop. One that fell behind goes on with what is kept.</summary>
    /// <param name="after">The last event that was seen.</param>
    public async IAsyncEnumerable<DeviceEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        while (Watch(after) is { } events)
        {
            try
            {
                await foreach (var told in events.ReadAllAsync(stop))
                {
                    after = told.Sequence;
                    yield return told;
                }
            }
            finally
            {
                Unwatch(events);
            }
        }
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(ChannelReader<DeviceEvent> reader)
    {
        lock (_turn)
            _watchers.RemoveAll(watcher => watcher.Reader == reader && watcher.Writer.TryComplete());
    }
}
