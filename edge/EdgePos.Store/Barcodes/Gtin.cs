namespace EdgePos.Store;

/// <summary>A GTIN-8, -12, -13 or -14 with a right check digit, kept as 14 digits.</summary>
/// <remarks>Source: GS1 General Specifications, section 7.9 (check digit), 3.3.2 (leading zeros).</remarks>
public readonly record struct Gtin
{
    private Gtin(string digits) => Digits = digits;

    /// <summary>14 digits, zeros in front.</summary>
    public string Digits { get; }

    /// <summary>True where the text has the form of a GTIN: 8, 12, 13 or 14 digits.</summary>
    public static bool HasForm(string text) => text.Length is 8 or 12 or 13 or 14 && text.All(char.IsAsciiDigit);

    /// <summary>Reads a GTIN; false where the form or the check digit is wrong.</summary>
    public static bool TryParse(string text, out Gtin gtin)
    {
        bool good = HasForm(text) && CheckDigit(text.AsSpan(0, text.Length - 1)) == text[^1];
        gtin = good ? new Gtin(text.PadLeft(14, '0')) : default;
        return good;
    }

    /// <summary>The check digit of digits: from the right, weights 3 and 1 in turn, up to the next ten.</summary>
    public static char CheckDigit(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
            sum += (digits[digits.Length - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <inheritdoc/>
    public override string ToString() => Digits;
}
