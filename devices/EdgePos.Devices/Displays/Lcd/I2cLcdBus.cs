using System.Device.I2c;

namespace EdgePos.Devices;

/// <summary>
/// An LCD behind a PCF8574 port expander, as it is sold: P0 RS, P1 R/W, P2 E, P3 backlight, P4 to P7 DB4 to DB7. Source: NXP, PCF8574
/// data sheet, 7.1 (each byte written is put on the port); the wiring is that of the usual adapters at address 0x27 or 0x3F.
/// </summary>
internal sealed class I2cLcdBus(I2cDevice device) : ILcdBus
{
    private const byte Rs = 0x01, Enable = 0x04, Backlight = 0x08;

    /// <inheritdoc/>
    public void Send(byte nibble, bool isData)
    {
        byte port = (byte)((nibble << 4) | Backlight | (isData ? Rs : 0));
        // The controller takes the nibble when E falls; a byte on the bus takes 90 microseconds, E has to be up for 0.45.
        device.Write([port, (byte)(port | Enable), port]);
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();
}
