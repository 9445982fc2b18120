namespace EdgePos.Relay;

/// <summary>
/// What has been sent and is not confirmed. Pure: it is told what happened and when. Confirmations are cumulative; when
/// the oldest one is late, all is sent again from the confirmed mark.
/// </summary>
/// <param name="maxBatches">Batches in flight.</param>
/// <param name="maxBytes">Bytes in flight; one batch is always let through.</param>
/// <param name="confirmed">Where the confirmed mark stands.</param>
public sealed class SendWindow(int maxBatches, int maxBytes, long confirmed)
{
    private readonly Queue<(long Last, int Bytes, long SentAt)> _inFlight = new();
    private int _bytes;
    private int _credit;

    /// <summary>The next batch begins after this entry.</summary>
    public long SentUpTo { get; private set; } = confirmed;

    /// <summary>Head office has committed up to here; less than before where it says that it has lost some.</summary>
    public long Confirmed { get; private set; } = confirmed;

    /// <summary>When the oldest unconfirmed batch was sent; null: nothing is in flight.</summary>
    public long? OldestSentAt => _inFlight.TryPeek(out var oldest) ? oldest.SentAt : null;

    /// <summary>True where another batch may go.</summary>
    public bool HasRoom => _inFlight.Count == 0 || (_inFlight.Count < BatchesWanted && _bytes < maxBytes);

    private int BatchesWanted => _credit > 0 ? Math.Min(maxBatches, _credit) : maxBatches;

    /// <summary>A batch was sent.</summary>
    public void Sent(long last, int bytes, long now)
    {
        _inFlight.Enqueue((last, bytes, now));
        _bytes += bytes;
        SentUpTo = last;
    }

    /// <summary>Head office has committed up to an entry, and says how many batches it wants in flight (0: no wish).</summary>
    public void Confirm(long seq, int credit)
    {
        Confirmed = Math.Max(Confirmed, seq);
        SentUpTo = Math.Max(SentUpTo, Confirmed);
        _credit = credit;
        while (_inFlight.TryPeek(out var oldest) && oldest.Last <= Confirmed)
            _bytes -= _inFlight.Dequeue().Bytes;
    }

    /// <summary>All that is not confirmed will be sent again.</summary>
    public void GoBack() => GoBackTo(Confirmed);

    /// <summary>Head office asks for what comes after an entry: it may have lost what it had confirmed.</summary>
    public void GoBackTo(long after)
    {
        _inFlight.Clear();
        _bytes = 0;
        SentUpTo = Math.Min(SentUpTo, Math.Max(0, after));
        Confirmed = Math.Min(Confirmed, SentUpTo);
    }
}
