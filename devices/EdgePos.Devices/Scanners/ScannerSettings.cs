namespace EdgePos.Devices;

/// <summary>How it is known that a code has ended.</summary>
public enum ScanEnd
{
    /// <summary>
    /// By its suffix, or by a pause as long as the scanner has never sent a suffix. A scanner that has sent one always does: what
    /// it then leaves without one is half of a code.
    /// </summary>
    SuffixOrPause,

    /// <summary>By its suffix alone. What stands there without one when it pauses is half of a code, and is lost.</summary>
    Suffix,

    /// <summary>By a pause, or a suffix.</summary>
    Pause,
}

/// <summary>How a scanner is set. The defaults fit a scanner as it is delivered, set to a US keyboard and a suffix of Enter.</summary>
public sealed record ScannerSettings
{
    /// <summary>The keyboard that the scanner is set to: the name of one of <see cref="KeyboardLayout.All"/>. Only of a keyboard.</summary>
    public string Layout { get; init; } = KeyboardLayout.Us.Name;

    /// <summary>How a code ends.</summary>
    public ScanEnd End { get; init; } = ScanEnd.SuffixOrPause;

    /// <summary>
    /// How long a scanner says nothing within a code, at most; 20 ms to 5 s. Null: 200 ms of a keyboard, which types a key every
    /// few milliseconds, and 500 ms of a line, which may lead through radio or a network.
    /// </summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>The longest code, in characters with its AIM identifier, 1 to 4000. A longer one is lost, not cut.</summary>
    public int LengthMax { get; init; } = 200;

    /// <summary>
    /// The same code read again within this time of its last reading is the same scan: a scanner on its stand reads on while the
    /// article lies before it. Zero: each is one.
    /// </summary>
    public TimeSpan SameAgain { get; init; } = TimeSpan.FromMilliseconds(300);
}
