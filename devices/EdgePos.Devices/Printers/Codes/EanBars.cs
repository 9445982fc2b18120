namespace EdgePos.Devices;

/// <summary>
/// Bars of EAN-13, EAN-8 and UPC-A. Source: ISO/IEC 15420, tables 1 to 3; GS1 General Specifications, 5.2.
/// </summary>
public static class EanBars
{
    /// <summary>Modules that stay blank at the left of EAN-13; the others need fewer.</summary>
    public const int QuietModules = 11;

    // Set A, as widths of space, bar, space, bar. Set B is set C backwards, and C has the widths of A with bars first.
    private static readonly string[] SetA =
        ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];

    // Which of the six digits at the left are of set B: they say the first digit of an EAN-13.
    private static readonly string[] FirstDigit =
        ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"];

    /// <summary>True for 8, 12 or 13 digits of which the last one is right.</summary>
    public static bool IsWhole(string digits)
    {
        if (digits.Length is not (8 or 12 or 13) || !digits.All(char.IsAsciiDigit))
            return false;
        int sum = 0;
        for (int i = digits.Length - 2, weight = 3; i >= 0; i--, weight = 4 - weight)
            sum += (digits[i] - '0') * weight;
        return (10 - (sum % 10)) % 10 == digits[^1] - '0';
    }

    /// <summary>Widths of bars and spaces in modules, in turn, beginning with a bar.</summary>
    /// <exception cref="ArgumentException">It is no whole code.</exception>
    public static IReadOnlyList<int> Bars(string digits)
    {
        if (!IsWhole(digits))
            throw new ArgumentException("8, 12 or 13 digits with the right check digit", nameof(digits));
        string all = digits.Length == 12 ? "0" + digits : digits; // UPC-A is an EAN-13 that begins with 0
        string sets = all.Length == 13 ? FirstDigit[all[0] - '0'] : "AAAA";
        string rest = all.Length == 13 ? all[1..] : all;
        int half = rest.Length / 2;
        string left = string.Concat(rest[..half].Select((digit, i) => Left(digit, sets[i])));
        string right = string.Concat(rest[half..].Select(digit => SetA[digit - '0']));
        return [.. ("111" + left + "11111" + right + "111").Select(width => width - '0')];
    }

    private static string Left(char digit, char set) => set == 'A' ? SetA[digit - '0'] : string.Concat(SetA[digit - '0'].Reverse());
}
