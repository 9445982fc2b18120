using QRCoder;

namespace EdgePos.Provisioning;

/// <summary>The squares of a QR code, level M: a seventh of it may be unreadable.</summary>
internal static class QrModules
{
    // The library adds the blank around, which is there on paper anyway. Source: ISO/IEC 18004.
    private const int QuietModules = 4;

    /// <summary>Rows from above, true where it is dark, without the blank around.</summary>
    public static IReadOnlyList<bool[]> Of(string content)
    {
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        int size = data.ModuleMatrix.Count - (2 * QuietModules);
        return [.. Enumerable.Range(QuietModules, size).Select(y =>
            Enumerable.Range(QuietModules, size).Select(x => data.ModuleMatrix[y][x]).ToArray())];
    }
}
