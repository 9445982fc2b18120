namespace EdgePos.Gateway;

/// <summary>Takes up the baskets at the start, and once an hour forgets those that were closed long ago.</summary>
internal sealed class CounterKeeper(BasketDesk desk, CounterLoop counter, TimeProvider time, ILogger<CounterKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (open, sold) = await desk.RecoverAsync();
        if (open + sold > 0)
            Log.BasketsRecovered(log, open, sold);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            // A little at a time, so that no register waits for it.
            while (await counter.Do(file => file.Prune(Kept)) > 0)
                await Task.Yield();
        }
    }
}
