namespace EdgePos.Devices;

/// <summary>Something that happened at a device.</summary>
public abstract record DeviceFact;

/// <summary>It is another way now.</summary>
public sealed record HealthChanged(DeviceHealth Health) : DeviceFact;

/// <summary>Something was scanned.</summary>
/// <param name="Data">The characters, with GS (0x1D) where the code has FNC1; without AIM identifier.</param>
/// <param name="Symbology">AIM identifier, e.g. ]E0; empty where the scanner sends none.</param>
public sealed record Scanned(string Data, string Symbology) : DeviceFact;

/// <summary>
/// Something was scanned that did not come through whole: the cashier heard the scanner beep, and nothing was sold. Told once a
/// second at most; the statistics count each of them.
/// </summary>
/// <param name="Reason">What was wrong with it, in words.</param>
/// <param name="Count">How many since the last time this was told, this one counted in.</param>
public sealed record ScanLost(string Reason, long Count) : DeviceFact;

/// <summary>A scale shows another weight, or what hinders it.</summary>
/// <param name="Grams">Net weight in grams; null: there is none, see <paramref name="Hindrance"/>.</param>
/// <param name="Hindrance">Why there is no weight: in motion, overload, below zero; empty where there is one.</param>
public sealed record WeightChanged(long? Grams, string Hindrance) : DeviceFact;

/// <summary>A drawer was opened or shut.</summary>
/// <param name="IsOpen">True: it stands open.</param>
/// <param name="WasAsked">True where the box opened it; false: by its key, or by force.</param>
public sealed record DrawerMoved(bool IsOpen, bool WasAsked) : DeviceFact;

/// <summary>A drawer has been open for longer than it should.</summary>
/// <param name="Seconds">For so long.</param>
public sealed record DrawerLeftOpen(int Seconds) : DeviceFact;

/// <summary>A button or a sensor on a GPIO line changed.</summary>
/// <param name="Line">Its name, as in the settings.</param>
/// <param name="IsOn">True: pressed, or active.</param>
public sealed record SignalChanged(string Line, bool IsOn) : DeviceFact;

/// <summary>The card terminal tells what it is doing.</summary>
/// <param name="Text">In words, for the customer or the cashier.</param>
public sealed record TerminalSaid(string Text) : DeviceFact;

/// <summary>A register has the device now.</summary>
/// <param name="Register">Number of the register; 0: nobody has it any more.</param>
/// <param name="UntilUs">Until when, microseconds since 1970-01-01 UTC.</param>
public sealed record ClaimChanged(int Register, long UntilUs) : DeviceFact;

/// <summary>Something that happened, in order.</summary>
/// <param name="Sequence">From 1, rising by one over all devices of the box since the daemon was started.</param>
/// <param name="AtUs">Microseconds since 1970-01-01 UTC.</param>
/// <param name="Device">Name of the device.</param>
/// <param name="Class">What it is for.</param>
/// <param name="Register">The register that had it then; 0: none.</param>
/// <param name="Fact">What happened.</param>
public sealed record DeviceEvent(long Sequence, long AtUs, string Device, DeviceClass Class, int Register, DeviceFact Fact);
