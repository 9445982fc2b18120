namespace EdgePos.Devices;

/// <summary>
/// The commonest fault of scanners that are keyboards: set to another country than they are read with. Digits then come as the
/// marks above them, and no article is found, though the scanner beeps.
/// </summary>
internal static class LayoutTrap
{
    // Above the digits of a US keyboard, and what a US scanner's digits are on a French one.
    private const string MarksOfUs = "!@#$%^&*()", MarksOfFrench = "&\"'(-_";
    private const int ShortestEan = 8;

    /// <summary>A warning for people where a code looks so; else empty.</summary>
    public static string Warning(string data)
    {
        if (data.Length < ShortestEan)
            return "";
        bool isShifted = data.All(one => MarksOfUs.Contains(one, StringComparison.Ordinal));
        bool isFrench = data.All(one => MarksOfFrench.Contains(one, StringComparison.Ordinal));
        return isShifted || isFrench
            ? "it reads marks in place of digits: set it to the US keyboard with a code of its manual, or its layout in the settings"
            : "";
    }
}
