namespace EdgePos.Devices;

/// <summary>What is at the end of a line.</summary>
public enum SignalKind
{
    /// <summary>A button or a contact: an input.</summary>
    Button,

    /// <summary>A lamp: an output.</summary>
    Lamp,

    /// <summary>A buzzer: an output.</summary>
    Buzzer,
}

/// <summary>A line of a panel.</summary>
/// <param name="Name">What people and registers call it, e.g. call-staff; unique on the panel.</param>
/// <param name="Line">Its number on the chip, from 0.</param>
/// <param name="Kind">What is at its end.</param>
public sealed record SignalLine(string Name, int Line, SignalKind Kind)
{
    /// <summary>True where low is on: null: a button is (it leads to ground when pressed), a lamp or buzzer is not.</summary>
    public bool? IsActiveLow { get; init; }

    /// <summary>What holds a button that is not pressed; null: to the level that is off.</summary>
    public GpioPull? Pull { get; init; }

    internal bool OnLevel => !(IsActiveLow ?? Kind == SignalKind.Button);

    internal GpioPull Hold => Pull ?? (OnLevel ? GpioPull.Down : GpioPull.Up);
}

/// <summary>A panel: the lines of one chip.</summary>
public sealed record SignalSettings
{
    /// <summary>The lines, 1 to 64.</summary>
    public required IReadOnlyList<SignalLine> Lines { get; init; }

    /// <summary>How long a button stays before it counts; 5 to 200 ms. Contacts bounce for up to 20 ms.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(30);
}
