using System.Globalization;

namespace EdgePos.Store;

/// <summary>
/// How a store lays out the codes that its scales print: 13 characters, e.g. 21IIIIIVPPPPC. Digits stand for themselves, I for
/// the item's own code, P for a price in minor units, W for a weight in thousandths of a kilogram, N for a number of pieces, V
/// for the check digit of price, weight or number, C for that of the whole.
/// </summary>
/// <remarks>Source: GS1 General Specifications, section 2.1.14.2 (restricted circulation numbers in a geographic area).</remarks>
public sealed record LabelLayout
{
    private const int Digits = 13;

    private LabelLayout(string pattern) => Pattern = pattern;

    /// <summary>The 13 characters.</summary>
    public string Pattern { get; }

    /// <summary>Makes a layout of a pattern; false where it is none.</summary>
    public static bool TryParse(string pattern, out LabelLayout layout)
    {
        layout = new LabelLayout(pattern);
        string values = string.Concat(pattern.Where(sign => sign is 'P' or 'W' or 'N'));
        int prefix = pattern.TakeWhile(char.IsAsciiDigit).Count();
        return pattern.Length == Digits && pattern[^1] == 'C' && prefix >= 2 && (pattern is ['2', ..] or ['0', '2', ..])
            && pattern[prefix..^1].All(sign => sign is 'I' or 'P' or 'W' or 'N' or 'V')
            && pattern.Contains('I', StringComparison.Ordinal) && IsOneField(pattern, 'I')
            && values.Length > 0 && values.Distinct().Count() == 1 && IsOneField(pattern, values[0])
            && pattern.Count(sign => sign == 'V') is var verifiers && (verifiers == 0 || (verifiers == 1 && values.Length is 4 or 5));
    }

    /// <summary>Reads a code of this layout; null where it has another prefix.</summary>
    /// <param name="gtin">13 digits whose check digit is right.</param>
    public Result<Label>? Read(string gtin)
    {
        int prefix = Pattern.TakeWhile(char.IsAsciiDigit).Count();
        if (gtin.Length != Digits || gtin[..prefix] != Pattern[..prefix])
            return null;
        string item = Field(gtin, 'I');
        char kind = Pattern.First(sign => sign is 'P' or 'W' or 'N');
        string value = Field(gtin, kind);
        if (Field(gtin, 'V') is [var verifier] && verifier != PriceVerifier.Of(value))
            return new Refusal(RefusalCode.CheckDigitWrong, "scanned", gtin);
        // The article as its own code is kept: its value is zero, and so is what verifies it.
        string blank = string.Concat(gtin[..^1].Select((digit, i) => Pattern[i] == kind || Pattern[i] == 'V' ? '0' : digit));
        return new Label(item, blank + Gtin.CheckDigit(blank), kind, long.Parse(value, CultureInfo.InvariantCulture));
    }

    private string Field(string gtin, char sign) => string.Concat(gtin.Where((_, i) => Pattern[i] == sign));

    private static bool IsOneField(string pattern, char sign) =>
        pattern.LastIndexOf(sign) - pattern.IndexOf(sign, StringComparison.Ordinal) + 1 == pattern.Count(one => one == sign);
}

/// <summary>What a scale's label says.</summary>
/// <param name="Item">The item's own code.</param>
/// <param name="Article">The code with its value blank: 13 digits, as price books may have it.</param>
/// <param name="Kind">P, W or N.</param>
/// <param name="Value">Minor units, thousandths of a kilogram, or pieces.</param>
public readonly record struct Label(string Item, string Article, char Kind, long Value);
