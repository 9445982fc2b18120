using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Bar codes and QR codes. Source: Epson, ESC/POS Command Reference: "Bar code commands" GS H, GS h, GS w, GS k (function B),
/// and "Two-dimension code commands" GS ( k, functions 165, 167, 169, 180 and 181.
/// </summary>
internal static class EscPosCodes
{
    private const byte Gs = 0x1D;
    private const byte TypeCode128 = 73; // m of GS k
    private const byte TypeQr = 49; // cn of GS ( k
    private const byte ModuleDots = 2; // 0.25 mm at 203 dpi: the least that a hand scanner reads well
    private const byte HeightDots = 64;
    private const byte QrModuleDots = 5;

    /// <summary>Bars where they fit between their blanks, else a QR code.</summary>
    public static byte[] Encode(string content, int paperDots) =>
        Code128.Holds(content) && (Code128.ModulesOf(content) + (2 * Code128.QuietModules)) * ModuleDots <= paperDots
            ? Bars(content)
            : Qr(content);

    private static byte[] Bars(string content)
    {
        // {B chooses code set B; a brace that is meant is sent twice.
        byte[] data = Encoding.ASCII.GetBytes("{B" + content.Replace("{", "{{", StringComparison.Ordinal));
        return
        [
            Gs, (byte)'h', HeightDots, Gs, (byte)'w', ModuleDots,
            Gs, (byte)'H', 2, // the characters below the bars
            Gs, (byte)'k', TypeCode128, (byte)data.Length, .. data,
        ];
    }

    private static byte[] Qr(string content) =>
    [
        .. QrFunction(65, 50, 0), // 165: model 2
        .. QrFunction(67, QrModuleDots), // 167: size of a module
        .. QrFunction(69, 49), // 169: error correction level M
        .. QrFunction(80, [48, .. Encoding.UTF8.GetBytes(content)]), // 180: store
        .. QrFunction(81, 48), // 181: print
    ];

    private static byte[] QrFunction(byte function, params byte[] parameters)
    {
        int length = 2 + parameters.Length;
        return [Gs, (byte)'(', (byte)'k', (byte)length, (byte)(length >> 8), TypeQr, function, .. parameters];
    }
}
