using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>
/// The time by which certificates are given. A box without a battery clock wakes in the past, and what it gave then would have ended
/// when its clock is set: so it is never before the last entry of the journal, nor before this program was made.
/// </summary>
internal sealed class BoxClock(TimeProvider time, LedgerReader ledger)
{
    private static readonly DateTimeOffset Floor = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Now, as far as the box can know.</summary>
    public DateTimeOffset Now()
    {
        var last = DateTimeOffset.UnixEpoch.AddMicroseconds(ledger.Entry(ledger.Head().Seq)?.Header.AtUs ?? 0);
        return new[] { time.GetUtcNow(), last, Floor }.Max();
    }
}
