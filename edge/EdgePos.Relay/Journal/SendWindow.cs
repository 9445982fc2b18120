namespace EdgePos.Relay;

/// <summary>
/// What has been sent and is not confirmed. Pure: it is told what happened and when. Confirmations are cumulative; when
/// the oldest one is late, all is sent again from the confirmed mark. It opens as far as the line carries within a moment,
/// so that what is urgent never waits behind more than that.
/// </summary>
/// <param name="maxBatches">Batches in flight.</param>
/// <param name="maxBytes">Bytes in flight; one batch is always let through.</param>
/// <param name="confirmed">Where the confirmed mark stands.</param>
public sealed class SendWindow(int maxBatches, int maxBytes, long confirmed)
{
    /// <summary>What is in flight on a line that has not been heard of yet, bytes.</summary>
    public const int FirstBytes = 128 * 1024;

    private const int SmallestBytes = 4 * 1024;

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly LinkedList<Flight> _inFlight = [];
    private int _bytes;
    private int _bytesWanted = Math.Min(maxBytes, FirstBytes);
    private int _credit;
    private TimeSpan _lastConfirmed;

    /// <summary>The next batch begins after this entry.</summary>
    public long SentUpTo { get; private set; } = confirmed;

    /// <summary>Head office has committed up to here; less than before where it says that it has lost some.</summary>
    public long Confirmed { get; private set; } = confirmed;

    /// <summary>True where something is not confirmed.</summary>
    public bool IsWaiting => _inFlight.Count > 0;

    /// <summary>
    /// Since when head office owes a confirmation: the broker has the oldest batch, and nothing was confirmed since. Null: it
    /// owes nothing, or the broker has not got it yet.
    /// </summary>
    public TimeSpan? OwedSince => _inFlight.First?.Value.TakenAt is { } taken ? Later(taken, _lastConfirmed) : null;

    /// <summary>True where another batch may go.</summary>
    public bool HasRoom => _inFlight.Count == 0 || (_inFlight.Count < BatchesWanted && _bytes < _bytesWanted);

    private int BatchesWanted => _credit > 0 ? Math.Min(maxBatches, _credit) : maxBatches;

    /// <summary>A batch was sent.</summary>
    /// <param name="last">Its last entry.</param>
    /// <param name="bytes">Its size on the wire.</param>
    /// <param name="now">A moment of a clock that never jumps.</param>
    public void Sent(long last, int bytes, TimeSpan now)
    {
        _inFlight.AddLast(new Flight(last, bytes, now));
        _bytes += bytes;
        SentUpTo = last;
    }

    /// <summary>The broker has a batch.</summary>
    public void Taken(long last, TimeSpan now)
    {
        if (_inFlight.FirstOrDefault(flight => flight.Last == last && flight.TakenAt is null) is not { } flight)
            return; // confirmed already, or from before going back
        flight.TakenAt = now;
        var took = now - flight.SentAt;
        if (took < Quick)
            _bytesWanted = Math.Min(maxBytes, _bytesWanted * 2);
        else if (took > Slow)
            _bytesWanted = Math.Max(SmallestBytes, _bytesWanted / 2);
    }

    /// <summary>Head office has committed up to an entry, and says how many batches it wants in flight (0: no wish).</summary>
    public void Confirm(long seq, int credit, TimeSpan now)
    {
        if (seq > Confirmed)
            _lastConfirmed = now;
        Confirmed = Math.Max(Confirmed, seq);
        SentUpTo = Math.Max(SentUpTo, Confirmed);
        _credit = credit;
        while (_inFlight.First is { } oldest && oldest.Value.Last <= Confirmed)
        {
            _bytes -= oldest.Value.Bytes;
            _inFlight.RemoveFirst();
        }
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

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Flight(long last, int bytes, TimeSpan sentAt)
    {
        public long Last => last;

        public int Bytes => bytes;

        public TimeSpan SentAt => sentAt;

        public TimeSpan? TakenAt { get; set; }
    }
}
