namespace EdgePos.Fleet;

/// <summary>A fleet that plays through some connections, from the start of its days to the last confirmation.</summary>
internal sealed class FleetPlay : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly List<FleetLink> _links = [];
    private readonly List<StoreRelay> _stores = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly FleetClock _clock;
    private Task _running = Task.CompletedTask;

    /// <param name="plan">Which fleet.</param>
    /// <param name="shelf">What it sells.</param>
    /// <param name="broker">Where it sends.</param>
    /// <param name="connections">Over how many connections the stores are spread.</param>
    /// <param name="speed">How many times as fast as ours its days go by; 0: at once.</param>
    /// <param name="healthASecond">Words of health a second, all connections together.</param>
    /// <param name="time">Our clock.</param>
    public FleetPlay(
        FleetPlan plan, Shelf shelf, BrokerAddress broker, int connections, double speed, double healthASecond, TimeProvider time)
    {
        (_time, _clock) = (time, new FleetClock(plan, speed, time));
        for (int link = 0; link < Math.Min(connections, plan.Stores); link++)
        {
            var counts = new Counts();
            var random = new Random(unchecked((int)plan.Seed * 397) ^ link);
            var stores = Enumerable.Range(1, plan.Stores).Where(number => number % connections == link)
                .Select(number => new StoreRelay(plan, StoreProfile.Of(plan, number), shelf, counts, random)).ToList();
            _stores.AddRange(stores);
            _links.Add(new FleetLink($"{plan.Tenant}-fleet-{link}", broker, plan, shelf, stores, _clock, counts, time, random)
            {
                HealthASecond = healthASecond / connections,
            });
        }
    }

    /// <summary>The time in the stores.</summary>
    public FleetClock Clock => _clock;

    /// <summary>What was sent and heard.</summary>
    public Tally Tally => Counts.Sum(_links.Select(link => link.Counts));

    /// <summary>Stores of which head office has all, as far as the play goes now.</summary>
    public int Done => _links.Sum(link => link.Done);

    /// <summary>Stores that have something that head office has not confirmed.</summary>
    public int Behind => _links.Sum(link => link.Behind);

    /// <summary>What head office takes for another history, by store. To be read when the play has stopped.</summary>
    public IReadOnlyList<string> Forks =>
        [.. _stores.Where(store => store.Forked.Length > 0).Select(store => $"{store.Profile}: {store.Forked}")];

    /// <summary>The days begin.</summary>
    public void Start()
    {
        _clock.Begin();
        _running = Task.WhenAll(_links.Select(link => Task.Run(() => link.RunAsync(_stop.Token))));
    }

    /// <summary>The days that nobody could tell of are over too, and all boxes send at once.</summary>
    public Task EndAllAsync(TimeSpan patience, Action looked, CancellationToken stop)
    {
        _clock.EndAll();
        return UntilDoneAsync(patience, looked, stop);
    }

    /// <summary>Waits until head office has all that there is.</summary>
    /// <param name="patience">How long nothing at all may be confirmed.</param>
    /// <param name="looked">Called now and then.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="IOException">Nothing is confirmed any more, or a connection has failed for good.</exception>
    public async Task UntilDoneAsync(TimeSpan patience, Action looked, CancellationToken stop)
    {
        // What the loops say of themselves may be from before the clock went on.
        await Task.Delay(LookEvery * 2, _time, stop);
        var (entries, since) = (Tally.Entries, _time.GetTimestamp());
        while (Done < _stores.Count)
        {
            if (_running.IsCompleted)
                await _running;
            if (Tally.Entries != entries || (_clock.Goes && _clock.NowUs < _clock.EndUs))
                (entries, since) = (Tally.Entries, _time.GetTimestamp());
            if (_time.GetElapsedTime(since) > patience)
            {
                throw new IOException($"nothing was confirmed for {patience.TotalSeconds} s; head office has all of {Done} stores of "
                    + $"{_stores.Count}, {Tally}");
            }

            looked();
            await Task.Delay(LookEvery, _time, stop);
        }
    }

    /// <summary>Every store says so often how it is.</summary>
    public async Task SayHealthAsync(int rounds, Action looked, CancellationToken stop)
    {
        foreach (var link in _links)
            link.SayHealth(rounds);
        while (_links.Any(link => link.HealthLeft > 0))
        {
            looked();
            await Task.Delay(LookEvery, _time, stop);
        }
    }

    /// <summary>Ends the connections.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
