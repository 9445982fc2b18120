namespace EdgePos.Gateway;

/// <summary>Looks at the disk every few seconds, so that a person hears of it before it is full.</summary>
internal sealed class DiskLoop(DiskWatch disk, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var round = new PeriodicTimer(Interval, time);
        while (await round.WaitForNextTickAsync(stoppingToken))
            disk.Look();
    }
}
