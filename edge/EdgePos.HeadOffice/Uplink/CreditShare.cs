using System.Runtime.InteropServices;

namespace EdgePos.HeadOffice;

/// <summary>
/// Shares what may wait here among the boxes that have much to tell: after an outage of a broker thousands come back at once, and what
/// they have in flight would lie in the broker. Safe from any thread.
/// </summary>
/// <param name="room">Batches that may wait at this head office.</param>
internal sealed class CreditShare(int room, TimeProvider time)
{
    /// <summary>The most that a box may have in flight, batches.</summary>
    public const int Most = 16;

    // A box that sells sends a few entries at a time; so many at once have more behind them.
    private const int EntriesOfABacklog = 100;

    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly Dictionary<BoxName, long> _draining = [];

    /// <summary>How many batches a box may have in flight from now on.</summary>
    /// <param name="entries">How many its last batch had.</param>
    public int Of(BoxName box, int entries)
    {
        lock (_turn)
        {
            if (entries < EntriesOfABacklog)
            {
                _draining.Remove(box);
                return Share(_draining.Count + 1); // an outage may be behind it, and it comes back with what it was told last
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_draining, box, out _) = time.GetTimestamp();
            if (room / Most < _draining.Count)
                Forget();
            return Share(_draining.Count);
        }
    }

    private int Share(int boxes) => Math.Clamp(room / boxes, 1, Most);

    // Those that were cut off in the middle of it.
    private void Forget()
    {
        foreach (var (box, at) in _draining)
        {
            if (time.GetElapsedTime(at) > Forgotten)
                _draining.Remove(box);
        }
    }
}
