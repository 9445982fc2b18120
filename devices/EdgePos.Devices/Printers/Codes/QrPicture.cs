using QRCoder;

namespace EdgePos.Devices;

/// <summary>A QR code in dots, level M, for printers that do not draw them. Source: ISO/IEC 18004.</summary>
public static class QrPicture
{
    /// <summary>The most that level M holds in bytes of UTF-8.</summary>
    public const int BytesMax = 2331;

    private const int QuietModules = 4;
    private const int ModuleDotsMost = 5;

    /// <summary>The squares, with the blank around them, as large as they fit.</summary>
    /// <exception cref="ArgumentException">It holds more than a QR code does, or than the paper is wide.</exception>
    internal static DotPicture Of(string content, int paperDots)
    {
        var rows = Modules(content);
        int across = rows.Count + (2 * QuietModules), dots = Math.Min(ModuleDotsMost, paperDots / across);
        if (dots == 0)
            throw new ArgumentException("the QR code is wider than the paper", nameof(content));
        return DotPicture.Of(across * dots, across * dots, (x, y) =>
            IsDark(rows, (x / dots) - QuietModules, (y / dots) - QuietModules));
    }

    /// <summary>Rows from above, true where it is dark, without the blank around.</summary>
    /// <exception cref="ArgumentException">It holds more than a QR code does.</exception>
    public static IReadOnlyList<bool[]> Modules(string content)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(content) > BytesMax)
            throw new ArgumentException($"a QR code holds {BytesMax} bytes", nameof(content));
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        int size = data.ModuleMatrix.Count - (2 * QuietModules);
        return [.. Enumerable.Range(QuietModules, size).Select(y =>
            Enumerable.Range(QuietModules, size).Select(x => data.ModuleMatrix[y][x]).ToArray())];
    }

    private static bool IsDark(IReadOnlyList<bool[]> rows, int x, int y) =>
        x >= 0 && y >= 0 && x < rows.Count && y < rows.Count && rows[y][x];
}
