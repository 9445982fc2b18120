namespace EdgePos.Devices;

/// <summary>
/// Epson's customer displays of the DM-D series, and those set to their mode; 9600 8N1. Source: Epson, DM-D110 Specification, 5.4
/// Command Details: ESC @ initialises and clears, US MD1 (1F 01) overwrites, US C n the cursor, ESC R n the international set,
/// US $ n m moves the cursor to column n of line m, ESC t n chooses a table for what follows.
/// </summary>
internal sealed class EscPosDisplay(DisplaySettings settings) : DisplayDialect
{
    private readonly DisplayLetters _letters = new(settings.Pages);

    public override byte[] Begin() => Wrap(
        [
            Cr, Cr, // what a command that was cut off may still wait for: two bytes of a position
            Esc, (byte)'@', Us, 0x01, Us, (byte)'C', 0,
            Esc, (byte)'R', 0, // USA: # $ @ [ ] are what they look like
        ],
        settings);

    public override byte[] Show(DisplayLines lines)
    {
        // The table is chosen anew each time: the display may have been without power since.
        byte page = settings.Pages[0].Number;
        var bytes = new List<byte> { Esc, (byte)'t', page };
        Add(bytes, 1, lines.Upper, ref page);
        Add(bytes, 2, lines.Lower, ref page);
        return Wrap([.. bytes], settings);
    }

    private void Add(List<byte> bytes, byte line, string text, ref byte page)
    {
        bytes.AddRange([Us, (byte)'$', 1, line]);
        foreach (char letter in Fit(text, settings.Columns))
        {
            (byte? table, byte code) = _letters.Of(letter);
            if (table is { } other && other != page)
                bytes.AddRange([Esc, (byte)'t', page = other]);
            bytes.Add(code);
        }
    }
}
