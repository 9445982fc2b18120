namespace EdgePos.Store;

/// <summary>A piece of GS1 data: an application identifier and its value, e.g. 10 and the batch number.</summary>
public readonly record struct Element(string Ai, string Value);

/// <summary>Reads GS1 element strings, as scanners deliver them from GS1-128, DataBar, DataMatrix and QR codes.</summary>
/// <remarks>Source: GS1 General Specifications, sections 3.2 (application identifiers) and 7.8 (element string processing).</remarks>
public static class ElementString
{
    /// <summary>What scanners send for FNC1 between elements: ASCII 29.</summary>
    public const char Separator = '\u001d';

    // How many digits an identifier has follows from its first two.
    private static readonly string[] TwoDigits =
    [
        "00", "01", "02", "03", "04", "10", "11", "12", "13", "15", "16", "17", "20", "21", "22", "30", "37",
        "90", "91", "92", "93", "94", "95", "96", "97", "98", "99",
    ];
    private static readonly string[] ThreeDigits = ["23", "24", "25", "40", "41", "42", "71"];
    private static readonly string[] FourDigits = ["31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82"];

    /// <summary>Splits an element string; null where it is none.</summary>
    /// <param name="text">Without a symbology identifier; with FNC1 as ASCII 29, or in brackets: (01)...(10)...</param>
    public static IReadOnlyList<Element>? Read(string text)
    {
        if (text.StartsWith('('))
            return ReadBracketed(text);
        var elements = new List<Element>();
        int at = text.StartsWith(Separator) ? 1 : 0;
        while (at < text.Length)
        {
            if (IdentifierAt(text, at) is not { } ai)
                return null;
            int end = PredefinedLength(ai) is { } length ? at + length : text.IndexOf(Separator, at);
            if (end < 0)
                end = text.Length;
            if (end > text.Length || end <= at + ai.Length || text.AsSpan(at, end - at).Contains(Separator))
                return null;
            elements.Add(new Element(ai, text[(at + ai.Length)..end]));
            at = end < text.Length && text[end] == Separator ? end + 1 : end;
        }

        return elements.Count > 0 ? elements : null;
    }

    // What people read under the bars, and type.
    private static List<Element>? ReadBracketed(string text)
    {
        var elements = new List<Element>();
        foreach (string part in text[1..].Split('('))
        {
            int close = part.IndexOf(')', StringComparison.Ordinal);
            if (close < 2 || close == part.Length - 1 || IdentifierAt(part, 0) != part[..close])
                return null;
            elements.Add(new Element(part[..close], part[(close + 1)..]));
        }

        return elements;
    }

    private static string? IdentifierAt(string text, int at)
    {
        if (at + 2 > text.Length)
            return null;
        string first = text.Substring(at, 2);
        int digits = TwoDigits.Contains(first) ? 2 : ThreeDigits.Contains(first) ? 3 : FourDigits.Contains(first) ? 4 : 0;
        return digits > 0 && at + digits <= text.Length && text.AsSpan(at, digits).ContainsAnyExceptInRange('0', '9') is false
            ? text.Substring(at, digits)
            : null;
    }

    // Elements of a length known beforehand need no FNC1 behind them: figure 7.8.5-2, identifier included.
    private static int? PredefinedLength(string ai) => ai[..2] switch
    {
        "00" => 20,
        "01" or "02" or "03" => 16,
        "04" => 18,
        "11" or "12" or "13" or "15" or "16" or "17" => 8,
        "20" => 4,
        "31" or "32" or "33" or "34" or "35" or "36" => 10,
        "41" => 16,
        _ => null,
    };
}
