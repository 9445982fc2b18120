namespace EdgePos.Devices;

/// <summary>A picture in black and white.</summary>
public sealed class DotPicture
{
    /// <summary>More than any paper is wide, and more than anybody wants on a receipt.</summary>
    public const int WidthMax = 4096, HeightMax = 8192;

    /// <summary>Takes rows of dots from above, eight to a byte, the highest bit left, 1 is black.</summary>
    /// <exception cref="ArgumentException">The sizes are beyond the limits, or the bits are not so many.</exception>
    public DotPicture(int width, int height, byte[] bits)
    {
        if (width is < 1 or > WidthMax || height is < 1 or > HeightMax)
            throw new ArgumentException($"a picture has 1 to {WidthMax} by 1 to {HeightMax} dots", nameof(width));
        (Width, Height, Bits) = (width, height, bits);
        if (bits.Length != RowBytes * height)
            throw new ArgumentException($"{width} x {height} dots are {RowBytes * height} bytes", nameof(bits));
    }

    /// <summary>Dots across.</summary>
    public int Width { get; }

    /// <summary>Dots down.</summary>
    public int Height { get; }

    /// <summary>Bytes in a row.</summary>
    public int RowBytes => (Width + 7) / 8;

    /// <summary>The rows.</summary>
    public byte[] Bits { get; }

    /// <summary>True where it is black.</summary>
    public bool IsBlack(int x, int y) => (Bits[(y * RowBytes) + (x / 8)] & (0x80 >> (x % 8))) != 0;

    /// <summary>A picture from a rule.</summary>
    public static DotPicture Of(int width, int height, Func<int, int, bool> isBlack)
    {
        var picture = new DotPicture(width, height, new byte[(width + 7) / 8 * height]);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (isBlack(x, y))
                    picture.Bits[(y * picture.RowBytes) + (x / 8)] |= (byte)(0x80 >> (x % 8));
            }
        }

        return picture;
    }

    /// <summary>Without what is beyond the edge of the paper.</summary>
    internal DotPicture NoWiderThan(int dots) => Width <= dots ? this : Of(dots, Height, IsBlack);

    /// <summary>In parts from above, each of so many rows at most.</summary>
    internal IEnumerable<DotPicture> Slices(int rowsMax)
    {
        for (int top = 0; top < Height; top += rowsMax)
        {
            int rows = Math.Min(rowsMax, Height - top);
            yield return new DotPicture(Width, rows, Bits[(top * RowBytes)..((top + rows) * RowBytes)]);
        }
    }
}
