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

    /// <summary>Asks the broker, and waits as long as it shows that it is there.</summary>
    /// <exception cref="SendTimeout">It has owed an answer for too long.</exception>
    /// <exception cref="IOException">What it answers is no MQTT.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(stopping, Over);
        long number = Asked();
        try
        {
            return await call(asked.Token);
        }
        catch (OperationCanceledException late) when (Over.IsCancellationRequested)
        {
            throw new SendTimeout(late);
        }
        catch (Exception strange) when (!RelayLoop.IsTrouble(strange))
        {
            // Whatever the library makes of bytes that it cannot read.
            throw new IOException($"the broker cannot be understood: {strange.Message}", strange);
        }
        finally
        {
            Ended(number);
        }
    }

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
