namespace EdgePos.Store;

/// <summary>Reads GS1 Digital Link URIs: https://example.com/01/09506000134352/10/ABC?17=271231</summary>
/// <remarks>Source: GS1 Digital Link Standard: URI Syntax, release 1.6, section 4. The domain may be anybody's.</remarks>
public static class DigitalLink
{
    /// <summary>True for a web address.</summary>
    public static bool HasForm(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The elements of an address that names a trade item; null where it names none.</summary>
    public static IReadOnlyList<Element>? Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return null;
        string[] path = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // The key comes after whatever the owner of the domain has in front of it, and its qualifiers come in pairs.
        int key = Array.FindIndex(path, part => part is "01" or "gtin");
        if (key < 0 || (path.Length - key) % 2 != 0)
            return null;
        var elements = new List<Element> { new("01", path[key + 1]) };
        for (int i = key + 2; i < path.Length; i += 2)
        {
            if (QualifierOf(path[i]) is not { } ai)
                return null;
            elements.Add(new Element(ai, Uri.UnescapeDataString(path[i + 1])));
        }

        foreach (string pair in uri.Query.TrimStart('?').Split('&', ';'))
        {
            // Names that are no identifiers are the owner's own.
            if (pair.Split('=', 2) is [var name, var value] && name.Length is >= 2 and <= 4 && name.All(char.IsAsciiDigit))
                elements.Add(new Element(name, Uri.UnescapeDataString(value.Replace('+', ' '))));
        }

        return elements;
    }

    private static string? QualifierOf(string part) => part switch
    {
        "22" or "cpv" => "22",
        "10" or "lot" => "10",
        "21" or "ser" => "21",
        "235" => "235",
        _ => null,
    };
}
