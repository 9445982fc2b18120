using System.Text;

namespace EdgePos.Devices;

/// <summary>Text in lines of a fixed number of characters.</summary>
internal static class TextFlow
{
    /// <summary>Breaks text at spaces, and in a word where it is longer than a line. Never gives no line.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        string rest = Clean(text);
        while (rest.Length > width)
        {
            int space = rest.LastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.Add(rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }

        lines.Add(rest);
        return lines;
    }

    /// <summary>Left and right text in one line; what does not fit of the left goes on in lines below.</summary>
    public static IReadOnlyList<string> Columns(string left, string right, int width)
    {
        right = Clean(right);
        // A right part that leaves no room worth having stands on lines of its own.
        if (right.Length > width * 3 / 4)
            return [.. Wrap(left, width), .. Wrap(right, width).Select(line => line.PadLeft(width))];
        var lines = Wrap(left, width - right.Length - 1).ToList();
        lines[0] = lines[0].PadRight(width - right.Length) + right;
        return lines;
    }

    // One character, one cell: letters with their accents composed, nothing that a printer would take for a command.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char character in Composition.Compose(text))
        {
            if (char.IsControl(character))
                clean.Append(' ');
            else if (!char.IsLowSurrogate(character))
                clean.Append(character);
        }

        return clean.ToString();
    }
}
