using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>Runs the loop of every device until the box stops, and tells in the log how each is.</summary>
internal sealed class DeviceLoop(DeviceShelf shelf, DeviceFeed feed, ILogger<DeviceLoop> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (shelf.All.Count == 0)
            return;
        var telling = TellAsync(stoppingToken);
        var running = shelf.All.Select(driver => Task.Run(() => driver.RunAsync(stoppingToken), CancellationToken.None)).ToList();
        // A driver ends only when told to. One that broke is a bug: the daemon ends, and systemd starts it again.
        await await Task.WhenAny(running);
        await Task.WhenAll([.. running, telling]);
    }

    private async Task TellAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var told in feed.FollowAsync(after: 0, stop))
            {
                if (told.Fact is HealthChanged changed)
                    Tell(told.Device, changed.Health);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The drivers end too.
        }
    }

    private void Tell(string device, DeviceHealth health)
    {
        if (health.State is DeviceState.Online && health.Warning.Length > 0)
            Log.DeviceWarns(log, device, health.Warning);
        else if (health.State is DeviceState.Online)
            Log.DeviceOnline(log, device);
        else if (health.State is not DeviceState.Unknown)
            Log.DeviceIll(log, device, health.State, health.Reason, health.Advice);
    }
}
