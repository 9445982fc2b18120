namespace EdgePos.Devices;

/// <summary>
/// A bare LCD with Hitachi's controller. What is written are pairs: the register (0 instructions, 1 data) and the byte; the bus below
/// knows how they get there. Source: Hitachi, HD44780U data sheet, Table 6 Instructions, Table 4 (A00 characters) and "Function
/// Description", character generator RAM. What the A00 generator has no picture of and shops need is drawn here: eight pictures.
/// </summary>
internal sealed class Hd44780(int columns) : DisplayDialect
{
    private const byte Instruction = 0, Data = 1;
    private const byte ClearDisplay = 0x01, EntryRight = 0x06, DisplayOn = 0x0C, SetPicture = 0x40, SetPlace = 0x80;
    private const byte LowerLine = 0x40;

    // Five dots a row, the highest first.
    private static readonly (char Letter, byte[] Rows)[] Drawn =
    [
        ('€', [0x06, 0x09, 0x1C, 0x08, 0x1C, 0x09, 0x06, 0x00]),
        ('é', [0x02, 0x04, 0x0E, 0x11, 0x1F, 0x10, 0x0E, 0x00]),
        ('è', [0x08, 0x04, 0x0E, 0x11, 0x1F, 0x10, 0x0E, 0x00]),
        ('ë', [0x0A, 0x00, 0x0E, 0x11, 0x1F, 0x10, 0x0E, 0x00]),
        ('ê', [0x04, 0x0A, 0x0E, 0x11, 0x1F, 0x10, 0x0E, 0x00]),
        ('ï', [0x0A, 0x00, 0x0C, 0x04, 0x04, 0x04, 0x0E, 0x00]),
        ('ç', [0x00, 0x00, 0x0E, 0x10, 0x10, 0x11, 0x0E, 0x04]),
        ('á', [0x02, 0x04, 0x0E, 0x01, 0x0F, 0x11, 0x0F, 0x00]),
    ];

    private static readonly Dictionary<char, byte> InGenerator = new()
    {
        ['ä'] = 0xE1,
        ['ß'] = 0xE2,
        ['µ'] = 0xE4,
        ['£'] = 0xED,
        ['ñ'] = 0xEE,
        ['ö'] = 0xEF,
        ['ü'] = 0xF5,
        ['÷'] = 0xFD,
        ['°'] = 0xDF,
        ['¥'] = 0x5C,
        ['→'] = 0x7E,
        ['←'] = 0x7F,
        ['\u00A0'] = 0x20,
        ['\\'] = (byte)'/',
        ['~'] = (byte)'-', // their places in the generator are taken
    };

    public override byte[] Begin()
    {
        var bytes = new List<byte> { Instruction, DisplayOn, Instruction, EntryRight, Instruction, ClearDisplay, Instruction, SetPicture };
        foreach (byte row in Drawn.SelectMany(one => one.Rows))
            bytes.AddRange([Data, row]);
        return [.. bytes];
    }

    public override byte[] Show(DisplayLines lines) =>
        [Instruction, SetPlace, .. Line(lines.Upper), Instruction, SetPlace | LowerLine, .. Line(lines.Lower)];

    private IEnumerable<byte> Line(string text) => Fit(text, columns).SelectMany(letter => (byte[])[Data, CodeOf(letter)]);

    private static byte CodeOf(char letter)
    {
        int drawn = Array.FindIndex(Drawn, one => one.Letter == letter);
        return drawn >= 0 ? (byte)drawn
            : InGenerator.TryGetValue(letter, out byte code) ? code
            : letter is >= ' ' and <= '}' ? (byte)letter
            : (byte)'?';
    }
}
