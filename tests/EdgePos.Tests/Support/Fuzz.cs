namespace EdgePos.Tests;

/// <summary>How often what is random is tried: more at night, with EDGEPOS_NIGHTLY, as `make fuzz` does.</summary>
internal static class Fuzz
{
    public static bool IsNight { get; } = Environment.GetEnvironmentVariable("EDGEPOS_NIGHTLY") is { Length: > 0 };

    /// <summary>Inputs of a parser.</summary>
    public static int Inputs { get; } = IsNight ? 1_000_000 : 20_000;
}
