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
        // What is set in stays set in, in the lines below too.
        string indent = new(' ', Math.Min(rest.Length - rest.TrimStart().Length, width / 4));
        rest = rest.TrimStart();
        int room = width - indent.Length;
        while (rest.Length > room)
        {
            int space = rest.LastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            lines.Add(indent + rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }

        lines.Add(indent + rest);
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

    /// <summary>A name and figures, each at the right edge of its part of the line. No figure is ever cut.</summary>
    public static IReadOnlyList<string> Table(string name, IReadOnlyList<string> figures, int width)
    {
        int room = width / (figures.Count + 1), left = width - (room * figures.Count);
        int longest = figures.Max(figure => figure.Length);
        name = Clean(name);
        if (longest < room && name.Length <= left)
            return [name.PadRight(left) + string.Concat(figures.Select(figure => figure.PadLeft(room)))];
        // The name has lines of its own; figures that still do not fit beside each other too.
        return [.. Wrap(name, width), .. longest < room
            ? [string.Concat(figures.Select(figure => figure.PadLeft(room))).PadLeft(width)]
            : longest < width / figures.Count
                ? [string.Concat(figures.Select(figure => figure.PadLeft(width / figures.Count))).PadLeft(width)]
                : figures.Select(figure => figure.PadLeft(width))];
    }

    /// <summary>Text at its place in a line.</summary>
    public static string Place(string text, Align align, int width) => align switch
    {
        Align.Left => text,
        Align.Centre => new string(' ', Math.Max(0, width - text.Length) / 2) + text,
        Align.Right => text.PadLeft(width),
    };

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
