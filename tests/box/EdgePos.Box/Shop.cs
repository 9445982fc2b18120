using EdgePos.Devices;
using EdgePos.Tests;
using EdgePos.V1;
using Grpc.Core;
using Xunit;
using DeviceEvent = EdgePos.V1.DeviceEvent;
using DeviceState = EdgePos.V1.DeviceState;

namespace EdgePos.Box;

/// <summary>
/// A shop on this machine: the real daemon, its settings naming everything by its drivers of Linux, and behind those the virtual
/// printer and scale. The drawer is that of register 2; all else is the whole shop's.
/// </summary>
public sealed class Shop : IAsyncLifetime
{
    /// <summary>The lines of the GPIO chip.</summary>
    internal const int Button = 0, Lamp = 1, Kick = 4, Sensor = 5;

    // Native it takes some seconds under an emulated processor, compiled as it runs a minute.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("edgepos-box-");
    private Wire? _fromPrinter, _fromScale;

    public Shop()
    {
        Scale = VirtualScale.Start("toledo-8217", "0", TimeProvider.System, new Random(1));
        Daemon = new Daemon(_data.FullName, "--HeadOffice:Embedded=false",
            $"--Devices:printer:Link=usb-printer://{Gadget.Name}",
            "--Devices:scale:Protocol=toledo-8217", $"--Devices:scale:Link=usb-serial://{Gadget.Name}?baud=9600&format=7E1",
            "--Devices:scanner:Protocol=evdev", $"--Devices:scanner:Link=file://{Scanner.EventFile}",
            "--Devices:scanner:Scanner:PauseMs=5000",
            "--Devices:keys:Protocol=evdev", $"--Devices:keys:Link=usb-input://{Gadget.Name}", "--Devices:keys:Scanner:PauseMs=5000",
            "--Devices:drawer:Protocol=gpio-drawer", $"--Devices:drawer:Link=gpio://{GpioSim.Label}", "--Devices:drawer:Register=2",
            $"--Devices:drawer:Drawer:KickLine={Kick}", $"--Devices:drawer:Drawer:SensorLine={Sensor}",
            "--Devices:drawer:Drawer:OpenLevel=low", "--Devices:drawer:Drawer:PulseMs=500",
            "--Devices:panel:Protocol=gpio", $"--Devices:panel:Link=gpio://{GpioSim.Label}",
            $"--Devices:panel:Lines:call-staff:Line={Button}", "--Devices:panel:Lines:call-staff:Kind=Button",
            $"--Devices:panel:Lines:lamp:Line={Lamp}", "--Devices:panel:Lines:lamp:Kind=Lamp");
    }

    internal Daemon Daemon { get; }

    internal VirtualPrinter Printer { get; } = VirtualPrinter.Start(port: 0);

    internal VirtualScale Scale { get; }

    internal UinputScanner Scanner { get; } = new();

    public async ValueTask InitializeAsync()
    {
        GpioSim.Drive(Button, level: true);
        GpioSim.Drive(Sensor, level: true);
        await LayWiresAsync();
        await StartAsync();
        await new Till(Daemon).ImportUsual();
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await TakeWiresAsync();
        Gadget.PlugIn();
        await Printer.DisposeAsync();
        await Scale.DisposeAsync();
        Scanner.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>Starts the daemon, and waits until every device does what is asked.</summary>
    internal async Task StartAsync()
    {
        await Daemon.StartAsync(StartPatience);
        await UntilOnlineAsync();
    }

    /// <summary>Pulls the USB device out: printer, scale and keyboard at once. The printer loses its power, too.</summary>
    internal async Task UnplugAsync()
    {
        Gadget.Unplug();
        await TakeWiresAsync();
        Printer.PowerCycle();
    }

    /// <summary>Plugs it in again.</summary>
    internal async Task PlugInAsync()
    {
        Gadget.PlugIn();
        await LayWiresAsync();
    }

    /// <summary>Waits until every device does what is asked.</summary>
    internal Task UntilOnlineAsync() => UntilAsync(devices => devices.All(device => device.Health.State == DeviceState.Online));

    /// <summary>Waits until a device is in a state.</summary>
    internal Task UntilAsync(string name, DeviceState state) =>
        UntilAsync(devices => devices.Single(device => device.Name == name).Health.State == state);

    /// <summary>The next receipt.</summary>
    internal async Task<Paper> NextPaperAsync()
    {
        using var patience = new CancellationTokenSource(Bench.Patience);
        return await Printer.Papers.ReadAsync(patience.Token);
    }

    /// <summary>What happens from now on, as a register is told.</summary>
    internal async Task<AsyncServerStreamingCall<DeviceEvent>> WatchAsync(int register)
    {
        var now = await Daemon.Devices.ListDevicesAsync(new ListDevicesRequest());
        return Daemon.Devices.WatchDevices(
            new WatchDevicesRequest { AfterSequence = now.LastSequence, Run = now.Run }, Daemon.As(register));
    }

    /// <summary>The next event of a kind.</summary>
    /// <param name="watch">Who is told.</param>
    /// <param name="of">Gives what is wanted of an event; null: it is of another kind.</param>
    internal static async Task<T> NextAsync<T>(AsyncServerStreamingCall<DeviceEvent> watch, Func<DeviceEvent, T?> of)
        where T : class
    {
        using var patience = new CancellationTokenSource(Bench.Patience);
        while (await watch.ResponseStream.MoveNext(patience.Token))
        {
            if (of(watch.ResponseStream.Current) is { } wanted)
                return wanted;
        }

        throw new InvalidOperationException("the watch has ended");
    }

    private async Task UntilAsync(Func<IReadOnlyCollection<Device>, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Bench.Patience);
        while (true)
        {
            var devices = (await Daemon.Devices.ListDevicesAsync(new ListDevicesRequest())).Devices;
            if (wanted(devices))
                return;
            Assert.False(patience.IsCancellationRequested, $"waited in vain: {devices}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task LayWiresAsync()
    {
        _fromPrinter = await Wire.FromPrinterAsync(Printer.Port);
        _fromScale = await Wire.FromLineAsync(Scale.Port.Port);
    }

    private async Task TakeWiresAsync()
    {
        foreach (var wire in new[] { _fromPrinter, _fromScale })
        {
            if (wire is not null)
                await wire.DisposeAsync();
        }

        (_fromPrinter, _fromScale) = (null, null);
    }
}
