namespace EdgePos.Devices;

/// <summary>
/// Code 128 in code set B, which has all printable ASCII characters. Source: ISO/IEC 15417, table 1 and annex A (the check
/// character).
/// </summary>
public static class Code128
{
    /// <summary>Modules that must stay blank at either side.</summary>
    public const int QuietModules = 10;

    /// <summary>Dots of a module on paper: 0.25 mm at 203 dpi, the least that a hand scanner reads well.</summary>
    public const int PrintedModuleDots = 2;

    private const int StartB = 104, Stop = 106, CheckBase = 103;

    // Widths of bars and spaces in turn, for the values 0 to 106.
    private static readonly string[] Widths = (
        "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 " +
        "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 " +
        "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 " +
        "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 " +
        "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 " +
        "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 " +
        "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112").Split(' ');

    /// <summary>True for what code set B can say.</summary>
    public static bool Holds(string content) => content.Length > 0 && content.All(character => character is >= ' ' and <= '~');

    /// <summary>True where it can be said, and its bars fit between their blanks.</summary>
    public static bool Fits(string content, int paperDots) =>
        Holds(content) && (ModulesOf(content) + (2 * QuietModules)) * PrintedModuleDots <= paperDots;

    /// <summary>Modules from the first bar to the last: 11 a character, with start and check, and 13 for the stop.</summary>
    public static int ModulesOf(string content) => (11 * (content.Length + 2)) + 13;

    /// <summary>The widths of bars and spaces in modules, in turn, beginning with a bar.</summary>
    /// <exception cref="ArgumentException">Code set B cannot say it.</exception>
    public static IReadOnlyList<int> Bars(string content)
    {
        if (!Holds(content))
            throw new ArgumentException("code set B has printable ASCII characters only", nameof(content));
        int[] values = [.. content.Select(character => character - ' ')];
        int check = (StartB + values.Select((value, i) => value * (i + 1)).Sum()) % CheckBase;
        int[] symbols = [StartB, .. values, check, Stop];
        return [.. symbols.SelectMany(value => Widths[value]).Select(width => width - '0')];
    }
}
