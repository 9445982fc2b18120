namespace EdgePos.Devices;

/// <summary>What became of a job.</summary>
public enum PrintOutcome
{
    /// <summary>The printer said that it is through.</summary>
    Printed,

    /// <summary>No byte of the job left: it may be tried again.</summary>
    NotBegun,

    /// <summary>Bytes left and no proof came back: it may or may not be on paper.</summary>
    Unknown,
}

/// <summary>What became of a job, and why, in words for staff.</summary>
public sealed record PrintResult(PrintOutcome Outcome, string Reason);

/// <summary>A document as bytes of a dialect.</summary>
/// <param name="Bytes">The whole job.</param>
/// <param name="Lost">Characters that could not be printed at all and stand there as a question mark.</param>
/// <param name="PaperDots">About how much paper it takes: the time it may need follows from that.</param>
/// <param name="Lines">Lines of text in it.</param>
/// <param name="Cuts">How often it cuts.</param>
public sealed record PrintBytes(byte[] Bytes, int Lost, int PaperDots, int Lines, int Cuts)
{
    // Slow mechanisms do 50 mm/s at 8 dots a millimetre; a serial line of 9600 baud carries 960 bytes a second.
    private const int DotsASecond = 400, BytesASecond = 960;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(15);

    /// <summary>The longest that a printer which is well may be busy with it: three times what a slow one on a slow line needs.</summary>
    public TimeSpan LongestTime =>
        Least + (3 * (TimeSpan.FromSeconds(1.0 * PaperDots / DotsASecond) + TimeSpan.FromSeconds(1.0 * Bytes.Length / BytesASecond)));
}
