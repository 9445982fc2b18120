namespace EdgePos.Devices;

/// <summary>The plug for a drawer on a receipt printer, as its driver offers it.</summary>
public interface IDrawerKick
{
    /// <summary>How the printer is: it is no better with the drawer.</summary>
    DeviceHealth Health { get; }

    /// <summary>The level of the sensor's wire (pin 3 of the plug); null: the printer cannot be reached, or tells none.</summary>
    bool? Level { get; }

    /// <summary>Ends when one of them changes after this call.</summary>
    Task Changed { get; }

    /// <summary>Pulses the drawer once.</summary>
    /// <param name="length">How long its solenoid is driven; the printer rounds to its own steps (2 ms with ESC p).</param>
    /// <param name="deadline">Ends the waiting.</param>
    /// <exception cref="DeviceFault">It was not, or nobody knows.</exception>
    Task PulseAsync(TimeSpan length, CancellationToken deadline);
}

/// <summary>
/// A drawer on a receipt printer's plug. It has no link of its own: it is offline when its printer is, and its pulses wait their
/// turn between the printer's jobs.
/// </summary>
public sealed class PrinterDrawer(DeviceDescription description, IDrawerKick kick, DrawerSettings settings, DeviceSurroundings around)
    : DrawerDriver(description, settings, around)
{
    private Task _changed = Task.CompletedTask;
    private DeviceState _printer;

    private protected override bool HasSensor => true;

    /// <inheritdoc/>
    protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => new(new Plug());

    private protected override Task PulseAsync(IDeviceLink link, CancellationToken deadline) => kick.PulseAsync(Settings.Pulse, deadline);

    private protected override bool? LevelNow(IDeviceLink link) => kick.Level;

    private protected override void Catch(IDeviceLink link)
    {
        _changed = kick.Changed;
        var printer = kick.Health;
        Become(printer.State switch
        {
            DeviceState.Offline or DeviceState.Unknown => new DeviceHealth(printer.State, $"its printer: {printer.Reason}", printer.Advice),
            DeviceState.Error => DeviceHealth.Well with { Warning = $"its printer: {printer.Reason}" },
            DeviceState.Online => _printer == DeviceState.Online ? Health : DeviceHealth.Well,
        });
        _printer = printer.State;
    }

    private protected override Task ChangedAsync(IDeviceLink link, CancellationToken until) => _changed.WaitAsync(until);

    // The printer's driver has the link.
    private sealed class Plug : IDeviceLink
    {
        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline) => throw NoBytes();

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline) => throw NoBytes();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static IOException NoBytes() => new("a drawer on a printer carries no bytes");
    }
}
