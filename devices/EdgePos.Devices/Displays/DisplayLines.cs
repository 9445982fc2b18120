namespace EdgePos.Devices;

/// <summary>What stands on a customer display.</summary>
/// <param name="Upper">The upper line; what is longer than the display is wide is cut off.</param>
/// <param name="Lower">The lower line.</param>
public sealed record DisplayLines(string Upper, string Lower)
{
    /// <summary>Nothing.</summary>
    public static DisplayLines Blank { get; } = new("", "");
}
