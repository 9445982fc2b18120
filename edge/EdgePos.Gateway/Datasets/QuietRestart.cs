namespace EdgePos.Gateway;

/// <summary>
/// Starts the box anew when nobody notices: no basket with goods is open and no customer stands at a card terminal. Where that never
/// is, when no customer does, after an hour: baskets survive it, and a register asks again by itself.
/// </summary>
internal sealed class QuietRestart(
    RestartOrder restart, CounterQuiet counter, TimeProvider time, ILogger<QuietRestart> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1), LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private long? _wantedAt;

    /// <summary>Somebody wants it, or no longer does.</summary>
    public void Want(bool isWanted)
    {
        lock (_turn)
            _wantedAt = isWanted ? _wantedAt ?? time.GetTimestamp() : null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (WantedFor() is not { } waited || !await IsQuietAsync(waited >= Patience))
                continue;
            Log.StartsAnew(log);
            restart.Give();
            return;
        }
    }

    private TimeSpan? WantedFor()
    {
        lock (_turn)
            return _wantedAt is { } since ? time.GetElapsedTime(since) : null;
    }

    private async Task<bool> IsQuietAsync(bool isLate) =>
        await counter.LookAsync() is { PaymentsRunning: 0 } moment && (isLate || moment.OpenBaskets == 0);
}
