using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Makes a backup each day. One that could not be made is tried again, with longer and longer waits.</summary>
internal sealed class BackupLoop(
    BackupDesk desk, IOptions<BackupOptions> options, StoreProfile store, BoxClock clock, TimeProvider time, Random random,
    ILogger<BackupLoop> log) : BackgroundService
{
    // A clock that is set meanwhile is noticed with the next look.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly Backoff Retry = new(TimeSpan.FromMinutes(10), TimeSpan.FromHours(3));

    private readonly BackupSchedule _schedule = new(
        options.Value.ToTime(), store.Zone, TimeSpan.FromMinutes(options.Value.SpreadMinutes));
    private int _failures;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            desk.Tidy();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.CopiesLeft(log, fault.Message);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsSetUp)
            return;
        using var round = new PeriodicTimer(LookEvery, time);
        for (desk.Next = Due(); await round.WaitForNextTickAsync(stoppingToken);)
        {
            if (clock.Now() >= desk.Next && !desk.IsUnderway)
                desk.Next = await MakeAsync(stoppingToken);
        }
    }

    // When the next one is due.
    private async Task<DateTimeOffset> MakeAsync(CancellationToken stop)
    {
        try
        {
            var made = await desk.MakeAsync(BackupOrder.AsSet, _ => { }, stop);
            _failures = 0;
            Log.BackupMade(log, made.File, made.Bytes / 1e6, made.Header.Head.Seq, made.Dropped);
            return Due();
        }
        catch (BackupFault fault)
        {
            var wait = Retry.Wait(++_failures, random);
            Log.BackupFailed(log, fault.Message, Math.Round(wait.TotalMinutes));
            return clock.Now() + wait;
        }
        catch (Exception bug) when (!stop.IsCancellationRequested)
        {
            // The host would stop for it, and the shop with it.
            var wait = Retry.Wait(++_failures, random);
            Log.BackupBroke(log, Math.Round(wait.TotalMinutes), bug);
            return clock.Now() + wait;
        }
    }

    private DateTimeOffset Due() => _schedule.Next(clock.Now(),
        desk.Notes.GoodUs == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(desk.Notes.GoodUs), random);
}
