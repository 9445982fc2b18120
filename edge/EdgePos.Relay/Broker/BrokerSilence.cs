namespace EdgePos.Relay;

/// <summary>
/// How long a broker may owe answers without giving any. A call of the library without a token may wait for ever, and a slow
/// line with many batches on it is not a dead one: what counts is how long the oldest question has been the oldest. Brokers
/// answer in order (MQTT 5, section 4.6), so an answer to a later one does not excuse it.
/// </summary>
internal sealed class BrokerSilence(TimeSpan deadline, TimeProvider time) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _over = new(Timeout.InfiniteTimeSpan, time);
    private readonly SortedSet<long> _owed = [];
    private long _asked;

    /// <summary>Ends when it has lasted too long, or the link is given up; it never begins again.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Something is asked; gives its number.</summary>
    public long Asked()
    {
        lock (_turn)
        {
            _owed.Add(++_asked);
            if (_owed.Count == 1)
                _over.CancelAfter(deadline);
            return _asked;
        }
    }

    /// <summary>It was answered, or given up.</summary>
    public void Ended(long asked)
    {
        lock (_turn)
        {
            bool oldest = _owed.Min == asked;
            _owed.Remove(asked);
            if (oldest)
                _over.CancelAfter(_owed.Count == 0 ? Timeout.InfiniteTimeSpan : deadline);
        }
    }

    /// <summary>The link is given up: whoever still waits for an answer is told.</summary>
    public void Dispose() => _over.Cancel(); // not disposed: those who are told still count themselves out
}
