namespace EdgePos.Devices;

/// <summary>
/// A drawer whose solenoid is switched by a GPIO line, with a driver stage between. The line is brought to rest when the pulse
/// ends, when a clock beside it finds that it did not, when the driver stops, and before its first use. A daemon that is killed
/// in the middle of a pulse leaves the line as the chip leaves it until it is started again: where a solenoid does not bear that
/// for some seconds, its driver stage has to limit the time too.
/// </summary>
public sealed class GpioDrawer : DrawerDriver
{
    private static readonly TimeSpan WatchdogMargin = TimeSpan.FromMilliseconds(20);

    private readonly Func<IGpioLines> _chip;
    private readonly GpioDrawerLines _lines;

    /// <summary>A drawer; nothing runs yet.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="chip">Opens the chip; throws IOException while it cannot.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="settings">How it is set.</param>
    /// <param name="around">Handed in.</param>
    public GpioDrawer(
        DeviceDescription description, Func<IGpioLines> chip, GpioDrawerLines lines, DrawerSettings settings, DeviceSurroundings around)
        : base(description, settings, around) => (_chip, _lines) = (chip, lines);

    private protected override bool HasSensor => _lines.Sensor is not null;

    private bool DrivenLevel => !_lines.IsKickActiveLow;

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => new(GpioLink.Open(
        _chip,
        _lines.Sensor is { } sensor ? [new GpioInput(sensor, _lines.SensorPull)] : [],
        [new GpioOutput(_lines.Kick, !DrivenLevel)],
        Time));

    // Begun, it is carried through: half a pulse does not open a drawer, and it takes half a second at most.
    private protected override async Task PulseAsync(IDeviceLink link, CancellationToken deadline)
    {
        var lines = (GpioLink)link;
        ITimer? watchdog = null;
        try
        {
            lines.Write(_lines.Kick, DrivenLevel);
            // Begun after it: a thread that was made to wait in between would else cut the pulse short.
            watchdog = Time.CreateTimer(_ => lines.Rest(), null, Settings.Pulse + WatchdogMargin, Timeout.InfiniteTimeSpan);
            await Task.Delay(Settings.Pulse, Time, CancellationToken.None);
        }
        finally
        {
            lines.Write(_lines.Kick, !DrivenLevel);
            if (watchdog is not null)
                await watchdog.DisposeAsync();
        }
    }

    private protected override bool? LevelNow(IDeviceLink link) =>
        _lines.Sensor is { } sensor ? ((GpioLink)link).Read(sensor) : ReadKick((GpioLink)link);

    private protected override void Catch(IDeviceLink link)
    {
        while (((GpioLink)link).Edges.TryRead(out var edge))
            Edge(edge.Level, edge.At);
    }

    private protected override async Task ChangedAsync(IDeviceLink link, CancellationToken until) =>
        await ((GpioLink)link).Edges.WaitToReadAsync(until);

    // Without a sensor it is still seen whether the chip is there.
    private bool? ReadKick(GpioLink lines)
    {
        _ = lines.Read(_lines.Kick);
        return null;
    }
}
