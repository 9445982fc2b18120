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
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            await ended;
        }

        await telling;
    }

    private async Task TellAsync(CancellationToken stop)
    {
        // The log falls behind nobody: where it does, it goes on with what is kept.
        long seen = 0;
        while (!stop.IsCancellationRequested && feed.Watch(seen) is { } events)
        {
            try
            {
                await foreach (var told in events.ReadAllAsync(stop))
                {
                    seen = told.Sequence;
                    if (told.Fact is HealthChanged changed)
                        Tell(told.Device, changed.Health);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                feed.Unwatch(events);
            }
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
