namespace EdgePos.Devices;

/// <summary>
/// What the magnetic stripe of a payment card says, read by a keyboard with a slot or by a reader that is set to it: track 1 or 2 of
/// ISO/IEC 7813. No register and no file of the box gets it; a card pays at the terminal.
/// </summary>
internal static class CardStripe
{
    /// <summary>True for a text in which a track begins: a sentinel, the number, and what separates it from the rest.</summary>
    public static bool IsIn(string text)
    {
        for (int start = 0; start < text.Length; start++)
        {
            if (text[start] == ';' && HasNumber(text, start + 1, '='))
                return true;
            bool isFirst = text[start] == '%' && start + 1 < text.Length && char.IsAsciiLetter(text[start + 1]); // and its format code
            if (isFirst && HasNumber(text, start + 2, '^'))
                return true;
        }

        return false;
    }

    private static bool HasNumber(string text, int start, char separator)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - start is >= CardNumbers.Shortest and <= CardNumbers.Longest && end < text.Length && text[end] == separator;
    }
}
