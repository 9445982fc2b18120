namespace EdgePos.Devices;

/// <summary>
/// Card numbers as they may be kept: the first six and the last four digits at most (PCI DSS 4.0, requirement 3.4.1).
/// </summary>
internal static class CardNumbers
{
    /// <summary>Digits of a card's number, at least and at most (ISO/IEC 7812-1).</summary>
    public const int Shortest = 12, Longest = 19;

    private const int Front = 6, Back = 4;

    /// <summary>Masks a number that is known to be a card's. Whatever is no digit in it counts as masked already.</summary>
    public static string Mask(ReadOnlySpan<char> number)
    {
        // A short number would be shown whole.
        int front = number.Length > Front + Back ? Front : 0;
        int back = number.Length > Back ? number.Length - Back : number.Length;
        Span<char> masked = stackalloc char[Math.Min(number.Length, 2 * Longest)];
        for (int i = 0; i < masked.Length; i++)
            masked[i] = (i < front || i >= back) && char.IsAsciiDigit(number[i]) ? number[i] : '*';
        return new string(masked);
    }

    /// <summary>
    /// Masks card numbers in a text: 12 to 19 digits with the check digit of ISO/IEC 7812-1, also with blanks, dots, dashes or
    /// slashes between them.
    /// </summary>
    public static string MaskIn(string text)
    {
        char[]? masked = null;
        for (int start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiDigit(text[start]) || (start > 0 && char.IsAsciiDigit(text[start - 1])))
                continue;
            if (LongestNumber(text, start) is { Count: > 0 } places)
            {
                masked ??= text.ToCharArray();
                foreach (int place in places[Front..^Back])
                    masked[place] = '*';
                start = places[^1];
            }
        }

        return masked is null ? text : new string(masked);
    }

    // Where the digits of a card number are that begins here; null: none does.
    private static List<int>? LongestNumber(string text, int start)
    {
        var places = new List<int>(Longest);
        int found = 0;
        for (int i = start; i < text.Length && places.Count <= Longest; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                if (text[i] is ' ' or '.' or '-' or '/' && text[i - 1] is not (' ' or '.' or '-' or '/'))
                    continue;
                break;
            }

            places.Add(i);
            bool endsHere = i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]);
            if (endsHere && places.Count is >= Shortest and <= Longest && HasCheckDigit(text, places))
                found = places.Count;
        }

        return found > 0 ? places[..found] : null;
    }

    private static bool HasCheckDigit(string text, List<int> places)
    {
        int sum = 0;
        for (int i = 0; i < places.Count; i++)
        {
            int digit = text[places[^(i + 1)]] - '0';
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
