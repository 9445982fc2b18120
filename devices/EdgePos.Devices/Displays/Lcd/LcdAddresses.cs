using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Device.I2c;
using System.Globalization;

namespace EdgePos.Devices;

/// <summary>An LCD on an I2C bus, written i2c://1/0x27: bus 1 is /dev/i2c-1.</summary>
/// <param name="Bus">Number of the bus.</param>
/// <param name="Device">Address on it, 0x08 to 0x77.</param>
public sealed record I2cAddress(int Bus, int Device) : LinkAddress
{
    /// <inheritdoc/>
    public override async ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline) =>
        await LcdLink.OpenAsync(new I2cLcdBus(I2cDevice.Create(new I2cConnectionSettings(Bus, Device))), TimeProvider.System, deadline);

    /// <inheritdoc/>
    public override string ToString() => $"I2C bus {Bus}, address 0x{Device:x2}";

    internal static I2cAddress? Of(string rest) =>
        rest.Split('/') is [var bus, ['0', 'x', .. var device]]
            && byte.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
            && byte.TryParse(device, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte address)
            && address is >= 0x08 and <= 0x77
            ? new I2cAddress(number, address)
            : null;
}

/// <summary>An LCD on GPIO lines, written lcd://gpiochip0/25,24,23,17,18,22 for RS, E, DB4, DB5, DB6, DB7.</summary>
/// <param name="Pins">The lines.</param>
public sealed record LcdPinsAddress(LcdPins Pins) : LinkAddress
{
    private const string Chip = "gpiochip";

    /// <inheritdoc/>
    public override async ValueTask<IDeviceLink> OpenAsync(CancellationToken deadline)
    {
        GpioController gpio;
        try
        {
            gpio = new GpioController(new LibGpiodDriver(Pins.Chip));
        }
        catch (Exception absent) when (absent is not IOException)
        {
            throw new IOException($"there is no GPIO chip {Pins.Chip}, or libgpiod is not installed: {absent.Message}", absent);
        }

        return await LcdLink.OpenAsync(new PinLcdBus(Pins, gpio), TimeProvider.System, deadline);
    }

    /// <inheritdoc/>
    public override string ToString() => $"GPIO chip {Pins.Chip}, lines {string.Join(", ", Pins.All)}";

    internal static LcdPinsAddress? Of(string rest)
    {
        string[] halves = rest.Split('/');
        if (halves.Length != 2 || !halves[0].StartsWith(Chip, StringComparison.Ordinal)
            || !byte.TryParse(halves[0].AsSpan(Chip.Length), NumberStyles.None, CultureInfo.InvariantCulture, out byte chip))
            return null;
        var lines = new List<int>();
        foreach (string one in halves[1].Split(','))
        {
            if (!ushort.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out ushort line) || lines.Contains(line))
                return null;
            lines.Add(line);
        }

        return lines is [int rs, int e, int d4, int d5, int d6, int d7]
            ? new LcdPinsAddress(new LcdPins(chip, rs, e, d4, d5, d6, d7))
            : null;
    }
}
