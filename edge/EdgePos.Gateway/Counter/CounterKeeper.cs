using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>
/// Takes up the baskets at the start. Then, once a minute, notes what is still owed to counter.db, gives up baskets that
/// were forgotten, and forgets those that were closed long ago.
/// </summary>
internal sealed class CounterKeeper(BasketDesk desk, CounterLoop counter, TimeProvider time, ILogger<CounterKeeper> log) : BackgroundService
{
    /// <summary>How long closed baskets and printed jobs are kept, and open baskets that nobody touches.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _told;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await counter.Do(file => file.Aside) is { } aside)
            Log.CounterSetAside(log, aside);
        var (open, sold) = await desk.RecoverAsync();
        if (open + sold > 0)
            Log.BasketsRecovered(log, open, sold);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var round = new PeriodicTimer(Interval, time);
        while (await round.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync();
                _told = false;
            }
            catch (LedgerFault fault)
            {
                if (!_told)
                    Log.CounterTrouble(log, fault.Message);
                _told = true;
            }
        }
    }

    private async Task KeepAsync()
    {
        await desk.PayOwedAsync();
        if (await desk.GiveUpForgottenAsync(Kept) is > 0 and int given)
            Log.BasketsGivenUp(log, given, (int)Kept.TotalDays);
        // A little at a time, so that no register waits for it.
        while (await counter.Do(file => file.Prune(Kept)) > 0)
            await Task.Yield();
    }
}
