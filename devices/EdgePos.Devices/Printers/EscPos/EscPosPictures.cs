namespace EdgePos.Devices;

/// <summary>
/// Pictures. Source: Epson, ESC/POS Command Reference: ESC * (in a line), GS v 0 (raster), GS ( L, functions 112 and 50
/// (graphics).
/// </summary>
internal static class EscPosPictures
{
    /// <summary>Rows in a command: some models take no more, and others stop between larger ones.</summary>
    public const int RowsMax = 255;

    private const byte Esc = 0x1B, Gs = 0x1D, Dle = 0x10;
    private const byte Dots24 = 33; // m of ESC *: columns of 24 dots as wide as they are high

    /// <summary>Dots at the place where the next character would be.</summary>
    public static byte[] InLine(DotGlyph glyph, bool isWide)
    {
        byte[] columns = isWide ? [.. glyph.Columns.Chunk(3).SelectMany(column => column.Concat(column))] : glyph.Columns;
        int width = columns.Length / 3;
        return [Esc, (byte)'*', Dots24, (byte)width, (byte)(width >> 8), .. Harmless(columns)];
    }

    /// <summary>GS v 0.</summary>
    public static byte[] Raster(DotPicture slice) =>
    [
        Gs, (byte)'v', (byte)'0', 0, (byte)slice.RowBytes, (byte)(slice.RowBytes >> 8), (byte)slice.Height, (byte)(slice.Height >> 8),
        .. Harmless(slice.Bits),
    ];

    /// <summary>GS ( L: function 112 stores, function 50 prints.</summary>
    public static byte[] Graphics(DotPicture slice)
    {
        int width = slice.RowBytes * 8, parameters = 10 + slice.Bits.Length;
        return
        [
            Gs, (byte)'(', (byte)'L', (byte)parameters, (byte)(parameters >> 8), 48, 112, 48, 1, 1, 49,
            (byte)width, (byte)(width >> 8), (byte)slice.Height, (byte)(slice.Height >> 8), .. Harmless(slice.Bits),
            Gs, (byte)'(', (byte)'L', 2, 0, 48, 50,
        ];
    }

    // DLE with EOT, ENQ or DC4 is obeyed at once also in the middle of a picture: it could open the drawer. One dot less is
    // hardly seen.
    private static byte[] Harmless(byte[] dots)
    {
        byte[] harmless = [.. dots];
        for (int i = 0; i < harmless.Length; i++)
        {
            if (harmless[i] == Dle && (i + 1 == harmless.Length || harmless[i + 1] is 0x04 or 0x05 or 0x14))
                harmless[i] = 0;
        }

        return harmless;
    }
}
