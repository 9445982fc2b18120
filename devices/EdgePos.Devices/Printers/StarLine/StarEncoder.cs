using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// A document in Star Line mode. Source: Star Micronics, "STAR Line Mode Command Specifications"; names of commands are theirs.
/// </summary>
internal sealed class StarEncoder : PrintEncoder
{
    private const byte Esc = 0x1B, Gs = 0x1D, Rs = 0x1E, Lf = 0x0A, Bel = 0x07;
    private const byte HeightDots = 64;
    private const byte QrCellDots = 5;

    private StarEncoder(PrinterProfile profile)
        : base(profile)
    {
    }

    /// <summary>Encodes a document for a printer.</summary>
    public static PrintBytes Encode(PrintDocument document, PrinterProfile profile) => new StarEncoder(profile).EncodeAll(document);

    protected override void Begin()
    {
        Bytes.AddRange([Esc, (byte)'@']); // command initialisation
        Bytes.AddRange([Esc, (byte)'R', 0]); // international set USA: # $ @ [ ] are what they look like
    }

    protected override void SetPage(byte page) => Bytes.AddRange([Esc, Gs, (byte)'t', page]);

    protected override void SetAlign(Align align) => Bytes.AddRange([Esc, Gs, (byte)'a', (byte)align]);

    protected override void SetBold(bool isBold) => Bytes.AddRange([Esc, (byte)(isBold ? 'E' : 'F')]);

    protected override void SetSize(bool isWide, bool isTall) =>
        Bytes.AddRange([Esc, (byte)'i', (byte)(isTall ? 1 : 0), (byte)(isWide ? 1 : 0)]);

    // ESC X: columns of 24 dots at the place where the next character would be.
    protected override void Dots(DotGlyph glyph, bool isWide)
    {
        byte[] columns = isWide ? [.. glyph.Columns.Chunk(3).SelectMany(column => column.Concat(column))] : glyph.Columns;
        int width = columns.Length / 3;
        Bytes.AddRange([Esc, (byte)'X', (byte)width, (byte)(width >> 8), .. columns]);
    }

    protected override void EndLine() => Bytes.Add(Lf);

    protected override void Feed(byte lines)
    {
        for (int left = lines; left > 0; left -= 127)
            Bytes.AddRange([Esc, (byte)'a', (byte)Math.Min(left, 127)]);
    }

    protected override void Cut() => Bytes.AddRange([Esc, (byte)'d', 3]); // feeds past the knife, then cuts and leaves a bridge

    protected override void Pulse() => Bytes.AddRange(StarTalk.Pulse(
        new DrawerPulse(2, TimeSpan.FromMilliseconds(Profile.DrawerOnMs), TimeSpan.FromMilliseconds(Profile.DrawerOffMs))));

    // Raster mode knows no alignment: blanks go before each row. Without E 1 it would cut at the end.
    protected override void Picture(DotPicture picture, Align align)
    {
        int free = (Profile.Dots / 8) - picture.RowBytes;
        byte[] before = new byte[align switch { Align.Left => 0, Align.Centre => free / 2, Align.Right => free }];
        int width = before.Length + picture.RowBytes;
        Bytes.AddRange([.. Raster('R'), .. Raster('A'), .. Raster('E'), (byte)'1', 0, .. Raster('P'), (byte)'0', 0]);
        foreach (byte[] row in picture.Bits.Chunk(picture.RowBytes))
            Bytes.AddRange([(byte)'b', (byte)width, (byte)(width >> 8), .. before, .. row]);
        Bytes.AddRange(Raster('B'));
    }

    // A percent sign begins a function of Code 128 here; two characters stand for it itself.
    protected override void Bars128(string content) => Bars('6', '1', content.Replace("%", "%0", StringComparison.Ordinal));

    protected override void BarsOf(RetailCode code) =>
        Bars(code.Digits.Length switch { 8 => '2', 12 => '1', _ => '3' }, '2', code.Digits);

    protected override void Qr(string content)
    {
        byte[] data = Encoding.UTF8.GetBytes(content);
        Bytes.AddRange([.. Qr('S'), (byte)'0', 2, .. Qr('S'), (byte)'1', 1, .. Qr('S'), (byte)'2', QrCellDots]); // model 2, level M
        Bytes.AddRange([.. Qr('D'), (byte)'1', 0, (byte)data.Length, (byte)(data.Length >> 8), .. data]);
        Bytes.AddRange([.. Qr('P'), Lf]);
    }

    // ESC b: kind, 2 = characters below and a line feed, width of the thinnest bar, height.
    private void Bars(char kind, char mode, string data) =>
        Bytes.AddRange([Esc, (byte)'b', (byte)kind, (byte)'2', (byte)mode, HeightDots, .. Encoding.ASCII.GetBytes(data), Rs]);

    private static byte[] Raster(char command) => [Esc, (byte)'*', (byte)'r', (byte)command];

    private static byte[] Qr(char command) => [Esc, Gs, (byte)'y', (byte)command];
}
