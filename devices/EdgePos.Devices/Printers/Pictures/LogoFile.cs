namespace EdgePos.Devices;

/// <summary>A shop's logo from a file: PBM (P4) as it is, PNG brought to black and white.</summary>
public static class LogoFile
{
    /// <summary>More than any logo is.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture that a receipt can have; the message says why.</exception>
    public static DotPicture Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > BytesMax)
            throw new InvalidDataException($"{path} has more than {BytesMax / 1024} KiB");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Parse(bytes);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are no picture that a receipt can have; the message says why.</exception>
    public static DotPicture Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngPicture.Signature))
            return Dithering.ToDots(PngPicture.Read(bytes));
        if (bytes.StartsWith("P4"u8))
            return Pbm(bytes);
        throw new InvalidDataException("a logo is a PNG file, or a PBM file of the kind P4");
    }

    // P4, width and height in ASCII between blanks and comments, one blank, then the rows. Source: pbm(5).
    private static DotPicture Pbm(ReadOnlySpan<byte> bytes)
    {
        int at = 2;
        int width = Number(bytes, ref at), height = Number(bytes, ref at);
        at++;
        CheckSize(width, height);
        int length = (width + 7) / 8 * height;
        return at + length <= bytes.Length
            ? new DotPicture(width, height, bytes.Slice(at, length).ToArray())
            : throw new InvalidDataException("the PBM file ends too early");
    }

    internal static void CheckSize(long width, long height)
    {
        if (width is < 1 or > DotPicture.WidthMax || height is < 1 or > DotPicture.HeightMax || width * height > 4096 * 4096)
            throw new InvalidDataException($"a logo of {width} x {height} dots is no logo");
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length && (bytes[at] == '#' || char.IsWhiteSpace((char)bytes[at])))
        {
            if (bytes[at] == '#')
            {
                while (at < bytes.Length && bytes[at] != '\n')
                    at++;
            }

            at++;
        }

        int number = 0;
        for (; at < bytes.Length && char.IsAsciiDigit((char)bytes[at]) && number < 100_000; at++)
            number = (number * 10) + (bytes[at] - '0');
        return number;
    }
}

/// <summary>Shades of grey.</summary>
/// <param name="Width">Dots across.</param>
/// <param name="Height">Dots down.</param>
/// <param name="Light">Row by row, 0 is black and 255 white.</param>
internal sealed record GreyPicture(int Width, int Height, byte[] Light);

/// <summary>
/// Grey as more or fewer black dots. Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial grey scale", 1976.
/// </summary>
internal static class Dithering
{
    public static DotPicture ToDots(GreyPicture grey)
    {
        int width = grey.Width;
        int[] now = new int[width + 2], next = new int[width + 2];
        var dots = new bool[width * grey.Height];
        for (int y = 0; y < grey.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int light = grey.Light[(y * width) + x] + (now[x + 1] / 16);
                bool isBlack = light < 128;
                dots[(y * width) + x] = isBlack;
                int error = light - (isBlack ? 0 : 255);
                now[x + 2] += error * 7;
                next[x] += error * 3;
                next[x + 1] += error * 5;
                next[x + 2] += error;
            }

            (now, next) = (next, now);
            Array.Clear(next);
        }

        return DotPicture.Of(width, grey.Height, (x, y) => dots[(y * width) + x]);
    }
}
