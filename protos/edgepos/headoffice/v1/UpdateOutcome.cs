using System.Globalization;

namespace EdgePos.HeadOffice.V1;

/// <summary>How an update ended.</summary>
public enum UpdateResult
{
    /// <summary>The new version runs.</summary>
    Installed,

    /// <summary>It did not prove itself, and the version before runs again.</summary>
    WentBack,

    /// <summary>Nothing was installed.</summary>
    Refused,
}

/// <summary>What became of an update: a file that root writes and the daemon reads.</summary>
/// <param name="Order">Number of the order that it answers; 0: it was done by hand.</param>
/// <param name="Version">The version that was to be installed.</param>
/// <param name="Sha256">SHA-256 of its package, hexadecimal; empty where it was not even read.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Runs">The version that is current now.</param>
/// <param name="At">When.</param>
/// <param name="Why">Where it is not installed: why, and what to do.</param>
public sealed record UpdateOutcome(
    long Order, string Version, string Sha256, UpdateResult Result, string Runs, DateTimeOffset At, string Why)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "outcome";

    /// <summary>Where a box has it, as it comes: a folder of root's.</summary>
    public const string UsualFolder = "/var/lib/edgepos-update";

    private const string Moment = "yyyy-MM-ddTHH:mm:ssZ";

    private static readonly (UpdateResult Result, string Word)[] Words =
        [(UpdateResult.Installed, "installed"), (UpdateResult.WentBack, "went-back"), (UpdateResult.Refused, "refused")];

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static UpdateOutcome Read(ReadOnlySpan<byte> file)
    {
        var lines = NamedLines.Read(file, "Order", "Version", "Sha256", "Result", "Runs", "At", "Why");
        var (result, word) = Words.FirstOrDefault(one => one.Word == lines.Required("Result"));
        if (word is null || !DateTimeOffset.TryParseExact(lines.Required("At"), Moment, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at))
            throw new InvalidDataException("its result or its time cannot be read");
        return new(lines.Number("Order"), lines.Required("Version"), lines.Required("Sha256"), result, lines.Required("Runs"), at,
            lines.Required("Why"));
    }

    /// <summary>As the file has it.</summary>
    public byte[] Write() => NamedLines.Write(("Order", $"{Order}"), ("Version", Version), ("Sha256", Sha256),
        ("Result", Word), ("Runs", Runs), ("At", At.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)), ("Why", Why));

    /// <summary>In a line for a person.</summary>
    public override string ToString() => Result switch
    {
        UpdateResult.Installed => $"{Version} was installed {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
        UpdateResult.WentBack => $"{Version} was tried {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC and the box went back to {Runs}: {Why}",
        UpdateResult.Refused => $"{Version} was refused {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {Why}",
    };

    private string Word => Words.First(one => one.Result == Result).Word;
}
