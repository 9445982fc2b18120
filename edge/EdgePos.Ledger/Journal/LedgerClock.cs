using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>The time of entries: never backwards within a journal, and with a word on how far it is to be trusted.</summary>
/// <param name="time">The box's clock.</param>
/// <param name="isSet">Whether something vouches for it.</param>
internal sealed class LedgerClock(TimeProvider time, Func<bool> isSet)
{
    /// <summary>Number of ClockQuality: not set since boot.</summary>
    public const int Untrusted = 1;

    /// <summary>Number of ClockQuality: set.</summary>
    public const int Trusted = 2;

    // A clock before this program was made has not been set: a box without a battery clock boots in the past.
    private static readonly long FloorUs = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).ToUs();

    private long _last;

    /// <summary>Says what the last entry was stamped with.</summary>
    public void StartAfter(long lastUs) => _last = lastUs;

    /// <summary>The time now, at least that of the entry before; untrusted where the box's clock is behind it.</summary>
    public (long AtUs, int Quality) Now()
    {
        long now = time.GetUtcNow().ToUs();
        int quality = now >= FloorUs && now >= _last && isSet() ? Trusted : Untrusted;
        _last = Math.Max(now, _last);
        return (_last, quality);
    }
}
