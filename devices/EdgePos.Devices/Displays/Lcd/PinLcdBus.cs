using System.Device.Gpio;

namespace EdgePos.Devices;

/// <summary>The GPIO lines of an LCD.</summary>
/// <param name="Chip">Number of the chip: 0 is /dev/gpiochip0.</param>
/// <param name="Rs">Line of RS.</param>
/// <param name="Enable">Line of E.</param>
/// <param name="D4">Line of DB4.</param>
/// <param name="D5">Line of DB5.</param>
/// <param name="D6">Line of DB6.</param>
/// <param name="D7">Line of DB7.</param>
public sealed record LcdPins(int Chip, int Rs, int Enable, int D4, int D5, int D6, int D7)
{
    internal IReadOnlyList<int> All => [Rs, Enable, D4, D5, D6, D7];
}

/// <summary>An LCD on six GPIO lines.</summary>
internal sealed class PinLcdBus : ILcdBus
{
    private readonly LcdPins _pins;
    private readonly GpioController _gpio;

    /// <exception cref="IOException">There is no such line, or it is taken.</exception>
    public PinLcdBus(LcdPins pins, GpioController gpio)
    {
        (_pins, _gpio) = (pins, gpio);
        try
        {
            foreach (int pin in pins.All)
                gpio.OpenPin(pin, PinMode.Output, PinValue.Low);
        }
        catch (Exception refused) when (refused is not IOException)
        {
            gpio.Dispose();
            throw new IOException($"the display's lines on GPIO chip {pins.Chip} cannot be had: {refused.Message}", refused);
        }
    }

    /// <inheritdoc/>
    public void Send(byte nibble, bool isData)
    {
        _gpio.Write(_pins.Rs, isData);
        _gpio.Write(_pins.D4, (nibble & 1) != 0);
        _gpio.Write(_pins.D5, (nibble & 2) != 0);
        _gpio.Write(_pins.D6, (nibble & 4) != 0);
        _gpio.Write(_pins.D7, (nibble & 8) != 0);
        _gpio.Write(_pins.Enable, true); // a call into the kernel takes longer than the 0.45 microseconds that E has to be up
        _gpio.Write(_pins.Enable, false);
    }

    /// <inheritdoc/>
    public void Dispose() => _gpio.Dispose();
}
