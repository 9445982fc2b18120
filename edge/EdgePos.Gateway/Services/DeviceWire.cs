using System.Globalization;
using EdgePos.Devices;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>Devices and what happens at them, as registers see them.</summary>
internal static class DeviceWire
{
    public static Device ToWire(this DeviceDriver driver, EdgePos.Devices.DeviceClaim? claim)
    {
        var description = driver.Description;
        var device = new Device
        {
            Name = description.Name,
            Class = (V1.DeviceClass)(int)description.Class,
            Protocol = description.Protocol,
            Link = description.Where,
            Register = description.Register,
            Health = driver.Health.ToWire(),
            Claim = claim?.ToWire(),
        };
        device.Capabilities.AddRange(driver.Capabilities);
        foreach (var (what, count) in driver.Statistics.All)
            device.Statistics[what] = count;
        return device;
    }

    /// <summary>How a device is now, as an event.</summary>
    /// <param name="sequence">The event that a watcher has seen last.</param>
    /// <param name="atUs">Microseconds since 1970-01-01 UTC.</param>
    public static V1.DeviceEvent ToNow(this DeviceDriver driver, long sequence, string run, long atUs)
    {
        var (name, kind) = (driver.Description.Name, driver.Description.Class);
        return new EdgePos.Devices.DeviceEvent(sequence, atUs, name, kind, 0, new HealthChanged(driver.Health)).ToWire(run);
    }

    /// <summary>Why a register may not use a device that another one has.</summary>
    public static Refusal Taken(DeviceDescription device, int register) =>
        new(RefusalCode.DeviceClaimed, "device", device.Name, register.ToString(CultureInfo.InvariantCulture));

    public static V1.DeviceClaim ToWire(this EdgePos.Devices.DeviceClaim claim) => new()
    {
        Device = claim.Device,
        Register = claim.Register,
        Token = claim.Token,
        UntilUs = claim.UntilUs,
        BasketId = claim.Basket?.ToString() ?? "",
    };

    /// <summary>An event; null where it is nothing for registers.</summary>
    public static V1.DeviceEvent ToWire(this EdgePos.Devices.DeviceEvent told, string run)
    {
        var wire = new V1.DeviceEvent
        {
            Sequence = told.Sequence,
            Run = run,
            AtUs = told.AtUs,
            Device = told.Device,
            Class = (V1.DeviceClass)(int)told.Class,
        };
        switch (told.Fact)
        {
            case HealthChanged changed:
                wire.Health = changed.Health.ToWire();
                break;
            case Scanned scanned:
                wire.Scan = new ScannedCode { Data = scanned.Data, Symbology = scanned.Symbology };
                break;
            case ScanTaken taken:
                wire.Scan = new ScannedCode
                {
                    Data = taken.Scanned.Data,
                    Symbology = taken.Scanned.Symbology,
                    BasketId = taken.Basket.ToString(),
                    Refusal = taken.Refusal,
                    Sentence = taken.Sentence,
                };
                break;
            case WeightChanged weight:
                wire.Weight = new ScaleReading { Hindrance = weight.Hindrance };
                if (weight.Grams is { } grams)
                    wire.Weight.Grams = grams;
                break;
            case DrawerMoved drawer:
                wire.Drawer = new DrawerMove { IsOpen = drawer.IsOpen, WasAsked = drawer.WasAsked };
                break;
            case DrawerLeftOpen left:
                wire.Drawer = new DrawerMove { IsOpen = true, OpenSeconds = left.Seconds };
                break;
            case SignalChanged signal:
                wire.Signal = new SignalChange { Line = signal.Line, IsOn = signal.IsOn };
                break;
            case TerminalSaid said:
                wire.TerminalText = said.Text;
                break;
            case ClaimChanged claimed:
                wire.ClaimedBy = claimed.Register;
                break;
        }

        return wire;
    }

    private static V1.DeviceHealth ToWire(this EdgePos.Devices.DeviceHealth health) => new()
    {
        State = (V1.DeviceState)(int)health.State,
        Reason = health.Reason,
        Advice = health.Advice,
        Warning = health.Warning,
    };
}
