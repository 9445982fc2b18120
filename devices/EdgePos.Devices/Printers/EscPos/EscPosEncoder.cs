namespace EdgePos.Devices;

/// <summary>A document in ESC/POS.</summary>
public static class EscPosEncoder
{
    /// <summary>Encodes a document for a printer.</summary>
    public static PrintBytes Encode(PrintDocument document, PrinterProfile profile) => EscPosWriter.Encode(document, profile);
}

/// <summary>The commands. Source: Epson, ESC/POS Command Reference; names of commands are theirs.</summary>
internal sealed class EscPosWriter : PrintEncoder
{
    private const byte Esc = 0x1B, Gs = 0x1D, Fs = 0x1C, Lf = 0x0A;

    private EscPosWriter(PrinterProfile profile)
        : base(profile)
    {
    }

    public static PrintBytes Encode(PrintDocument document, PrinterProfile profile) => new EscPosWriter(profile).EncodeAll(document);

    protected override void Begin()
    {
        Bytes.AddRange([Esc, (byte)'@']); // initialise
        Bytes.AddRange([Fs, (byte)'.']); // leave Kanji mode: else bytes from 0x80 pair up on Asian models
        Bytes.AddRange([Esc, (byte)'R', 0]); // international set USA: # $ @ [ ] are what they look like
    }

    protected override void SetPage(byte page) => Bytes.AddRange([Esc, (byte)'t', page]);

    protected override void SetAlign(Align align) => Bytes.AddRange([Esc, (byte)'a', (byte)align]);

    protected override void SetBold(bool isBold) => Bytes.AddRange([Esc, (byte)'E', (byte)(isBold ? 1 : 0)]);

    protected override void SetSize(bool isWide, bool isTall) =>
        Bytes.AddRange([Gs, (byte)'!', (byte)((isWide ? 0x10 : 0) | (isTall ? 1 : 0))]);

    protected override void Dots(DotGlyph glyph, bool isWide) => Bytes.AddRange(EscPosPictures.InLine(glyph, isWide));

    protected override void EndLine() => Bytes.Add(Lf);

    protected override void Feed(byte lines) => Bytes.AddRange([Esc, (byte)'d', lines]);

    protected override void Cut() => Bytes.AddRange([Gs, (byte)'V', 66, 0]); // feeds past the knife first, or the last lines stay inside

    // Always with both times: a printer that is not given them swallows the next two bytes.
    protected override void Pulse() =>
        Bytes.AddRange([Esc, (byte)'p', 0, (byte)(Profile.DrawerOnMs / 2), (byte)(Profile.DrawerOffMs / 2)]);

    protected override void Picture(DotPicture picture, Align align)
    {
        foreach (var slice in picture.Slices(EscPosPictures.RowsMax))
            Bytes.AddRange(Profile.HasGraphics ? EscPosPictures.Graphics(slice) : EscPosPictures.Raster(slice));
    }

    protected override void Bars128(string content) => Bytes.AddRange(EscPosCodes.Bars128(content));

    protected override void BarsOf(RetailCode code) => Bytes.AddRange(EscPosCodes.BarsOf(code));

    protected override void Qr(string content) => Bytes.AddRange(EscPosCodes.Qr(content));
}
