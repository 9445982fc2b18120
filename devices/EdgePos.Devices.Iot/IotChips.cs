using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Device.I2c;
using System.Globalization;
using Iot.Device.Mcp23xxx;

namespace EdgePos.Devices;

/// <summary>Chips with GPIO lines that Iot.Device.Bindings has a driver for, by what a link says after gpio://.</summary>
public static class IotChips
{
    /// <summary>
    /// Opens a chip: mcp23017:BUS:ADDRESS:CHIP:LINE is an MCP23017 on an I2C bus at an address such as 0x20, whose outputs INTA and
    /// INTB lead together to a line of a chip of this machine, by number.
    /// </summary>
    /// <returns>Null: there is no such form.</returns>
    /// <exception cref="FormatException">A number in it does not read.</exception>
    public static Func<IGpioLines>? Find(string chip) => chip.Split(':') is ["mcp23017", var bus, var address, var host, var line]
        ? () => LibGpiodLines.Of(chip, () => Mcp23017(Number(bus), Hex(address), Number(host), Number(line)))
        : null;

    private static GpioController Mcp23017(int bus, int address, int host, int line) => new(new Mcp23017(
        I2cDevice.Create(new I2cConnectionSettings(bus, address)), reset: -1, interruptA: line, interruptB: line,
        new GpioController(new LibGpiodDriver(host)), shouldDispose: true));

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Hex(string text) => int.Parse(text.Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);
}
