using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace EdgePos.Gateway;

/// <summary>
/// Tells systemd's watchdog that the box is alive, only when what a sale needs has made progress. Hosting.Systemd sends
/// READY=1 and STOPPING=1; it does not send WATCHDOG=1. Source: sd_watchdog_enabled(3).
/// </summary>
internal sealed class WatchdogLoop(Pulse pulse, IServiceProvider services, TimeProvider time, ILogger<WatchdogLoop> log) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Both are there only under systemd, with WatchdogSec= in the unit.
        string? limit = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        if (services.GetService<ISystemdNotifier>() is not { IsEnabled: true } systemd
            || !long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out long micros) || micros <= 0)
        {
            return;
        }

        var interval = TimeSpan.FromMicroseconds(micros) / 3;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await pulse.FindStuckAsync(interval, stoppingToken) is { } stuck)
                Log.NoProgress(log, stuck, (int)interval.TotalSeconds);
            else
                systemd.Notify(Alive);
            await Task.Delay(interval, time, stoppingToken);
        }
    }
}
