using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;

namespace EdgePos.Devices;

/// <summary>
/// The lines of a real chip, through libgpiod (Debian packages libgpiod2 or libgpiod3, whichever is there). A chip's number may
/// change from one start of the machine to the next; its label does not.
/// </summary>
public sealed class LibGpiodLines : IGpioLines
{
    private readonly GpioController _chip;
    private readonly string _name;

    private LibGpiodLines(GpioController chip, string name) => (_chip, _name) = (chip, name);

    /// <summary>Opens a chip.</summary>
    /// <param name="chip">Its label, e.g. pinctrl-bcm2711, or its number, e.g. 0 for /dev/gpiochip0; gpiodetect lists both.</param>
    /// <exception cref="IOException">There is no such chip, or no libgpiod.</exception>
    public static LibGpiodLines Open(string chip) => Of(chip, () =>
    {
        int number = int.TryParse(chip, NumberStyles.None, CultureInfo.InvariantCulture, out int written)
            ? written
            : LibGpiodDriver.GetAvailableChips().FirstOrDefault(one => one.Label == chip)?.Id
                ?? throw new IOException($"no GPIO chip has the label '{chip}'");
        return new GpioController(new LibGpiodDriver(number));
    });

    /// <summary>The lines of a chip that another driver opens.</summary>
    /// <param name="name">For messages.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LibGpiodLines Of(string name, Func<GpioController> open) =>
        Guard(name, "open", () => new LibGpiodLines(open(), name));

    /// <summary>The labels of this machine's chips; none where there is no libgpiod.</summary>
    public static IReadOnlyList<string> Labels()
    {
        try
        {
            return Guard("any", "list", () => LibGpiodDriver.GetAvailableChips().Select(chip => chip.Label).ToList());
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void OpenInput(int line, GpioPull pull, Action<bool> moved) => Guard(_name, $"line {line}", () =>
    {
        _chip.OpenPin(line, pull switch
        {
            GpioPull.None => PinMode.Input,
            GpioPull.Up => PinMode.InputPullUp,
            GpioPull.Down => PinMode.InputPullDown,
        });
        _chip.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising | PinEventTypes.Falling,
            (_, edge) => moved(edge.ChangeType == PinEventTypes.Rising));
        return true;
    });

    /// <inheritdoc/>
    public void OpenOutput(int line, bool level) =>
        Guard(_name, $"line {line}", () => _chip.OpenPin(line, PinMode.Output, level ? PinValue.High : PinValue.Low));

    /// <inheritdoc/>
    public bool Read(int line) => Guard(_name, $"line {line}", () => _chip.Read(line) == PinValue.High);

    /// <inheritdoc/>
    public void Write(int line, bool level) => Guard(_name, $"line {line}", () =>
    {
        _chip.Write(line, level ? PinValue.High : PinValue.Low);
        return level;
    });

    /// <inheritdoc/>
    public void Dispose() => _chip.Dispose();

    // The package throws half a dozen kinds; to a driver they are one: the chip does not do it.
    private static T Guard<T>(string chip, string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception fault) when (fault is not (IOException or OutOfMemoryException))
        {
            throw new IOException($"GPIO chip {chip}, {what}: {fault.Message}", fault);
        }
    }
}
