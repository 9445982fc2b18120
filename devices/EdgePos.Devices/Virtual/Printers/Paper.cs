namespace EdgePos.Devices;

/// <summary>One printed character.</summary>
/// <param name="Character">The character; a picture or code that the text view cannot show has a line of its own, and ▯ stands for one
/// that was sent in dots.</param>
/// <param name="Bold">Printed bold.</param>
/// <param name="Underline">Underlined.</param>
/// <param name="Reverse">White on black.</param>
/// <param name="Width">Columns it takes, 1 to 8.</param>
/// <param name="Height">Times as tall, 1 to 8.</param>
/// <param name="Dots">What was sent in dots: columns of three bytes, the highest bit on top; else null.</param>
public readonly record struct Cell(
    char Character, bool Bold, bool Underline, bool Reverse, int Width, int Height, byte[]? Dots = null);

/// <summary>Something that lies on the paper, one below the other.</summary>
public abstract record PaperRow;

/// <summary>A line of characters.</summary>
public sealed record PaperLine(Align Align, IReadOnlyList<Cell> Cells) : PaperRow
{
    /// <summary>The characters alone.</summary>
    public string Text => string.Concat(Cells.Select(cell => cell.Character));

    /// <summary>Columns that it takes.</summary>
    public int Width => Cells.Sum(cell => cell.Width);
}

/// <summary>A picture made of dots, row by row, eight to a byte, the highest bit left.</summary>
public sealed record PaperImage(Align Align, int WidthBytes, int HeightDots, byte[] Dots) : PaperRow;

/// <summary>A bar code or QR code with what is in it.</summary>
/// <param name="Kind">barcode (Code 128), EAN-13, EAN-8, UPC-A, QR, or what is wrong with it.</param>
/// <param name="ModuleDots">Width of its thinnest bar, or of a square.</param>
/// <param name="HeightDots">Height of its bars; 0: it is square.</param>
/// <param name="IsCaptioned">The characters stand below it.</param>
public sealed record PaperCode(
    Align Align, string Kind, string Content, int ModuleDots = 3, int HeightDots = 0, bool IsCaptioned = false) : PaperRow
{
    /// <summary>As it is read out.</summary>
    public string Text => $"[{Kind} {Content}]";
}

/// <summary>What came out of the printer up to a cut.</summary>
/// <param name="Columns">Characters of font A that fit beside each other.</param>
/// <param name="Rows">What is on it, from above.</param>
/// <param name="DrawerOpened">How often the drawer was opened meanwhile.</param>
public sealed record Paper(int Columns, IReadOnlyList<PaperRow> Rows, int DrawerOpened)
{
    /// <summary>The text on it, line by line, as a person would read it out.</summary>
    public string Text => string.Join('\n', Rows.Select(row => row switch
    {
        PaperLine line => line.Text.TrimEnd(),
        PaperCode code => code.Text,
        _ => null,
    }).OfType<string>());
}
