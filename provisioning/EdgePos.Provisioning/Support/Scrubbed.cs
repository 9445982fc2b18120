using System.Text.RegularExpressions;

namespace EdgePos.Provisioning;

/// <summary>
/// A last look over text that leaves a box: nothing in it should name anybody or open anything, and what slipped in all the same is
/// struck out. Pure.
/// </summary>
internal static partial class Scrubbed
{
    private const string Struck = "(struck out)";

    /// <summary>The text without e-mail addresses, numbers of bank cards, and keys.</summary>
    public static string Of(string text) =>
        CardNumber().Replace(Mail().Replace(Key().Replace(text, Struck), Struck), match => IsCard(match.Value) ? Struck : match.Value);

    // The check digit of bank cards, ISO/IEC 7812-1 annex B: a hash or a time is rarely one by chance.
    private static bool IsCard(string text)
    {
        int sum = 0;
        int[] digits = [.. text.Where(char.IsAsciiDigit).Select(digit => digit - '0')];
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] * (i % 2 == 1 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<![0-9A-Za-z.])([0-9][ -]?){12,18}[0-9](?![0-9A-Za-z])")]
    private static partial Regex CardNumber();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline)]
    private static partial Regex Key();
}
