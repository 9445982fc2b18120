using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Bar codes and QR codes. Source: Epson, ESC/POS Command Reference: "Bar code commands" GS H, GS h, GS w, GS k (function B),
/// and "Two-dimension code commands" GS ( k, functions 165, 167, 169, 180 and 181.
/// </summary>
internal static class EscPosCodes
{
    private const byte Gs = 0x1D;
    private const byte TypeUpcA = 65, TypeEan13 = 67, TypeEan8 = 68, TypeCode128 = 73; // m of GS k
    private const byte TypeQr = 49; // cn of GS ( k
    private const byte RetailModuleDots = 3; // 0.375 mm: GS1 wants 0.264 mm to 0.66 mm at a checkout
    private const byte HeightDots = 64;
    private const byte QrModuleDots = 5;

    public static byte[] Bars128(string content)
    {
        // {B chooses code set B; a brace that is meant is sent twice.
        byte[] data = Encoding.ASCII.GetBytes("{B" + content.Replace("{", "{{", StringComparison.Ordinal));
        return Bars(TypeCode128, Code128.PrintedModuleDots, data);
    }

    public static byte[] BarsOf(RetailCode code)
    {
        byte type = code.Digits.Length switch { 8 => TypeEan8, 12 => TypeUpcA, _ => TypeEan13 };
        return Bars(type, RetailModuleDots, Encoding.ASCII.GetBytes(code.Digits));
    }

    public static byte[] Qr(string content) =>
    [
        .. QrFunction(65, 50, 0), // 165: model 2
        .. QrFunction(67, QrModuleDots), // 167: size of a module
        .. QrFunction(69, 49), // 169: error correction level M
        .. QrFunction(80, [48, .. Encoding.UTF8.GetBytes(content)]), // 180: store
        .. QrFunction(81, 48), // 181: print
    ];

    private static byte[] Bars(byte type, byte moduleDots, byte[] data) =>
    [
        Gs, (byte)'h', HeightDots, Gs, (byte)'w', moduleDots,
        Gs, (byte)'H', 2, // the characters below the bars
        Gs, (byte)'k', type, (byte)data.Length, .. data,
    ];

    private static byte[] QrFunction(byte function, params byte[] parameters)
    {
        int length = 2 + parameters.Length;
        return [Gs, (byte)'(', (byte)'k', (byte)length, (byte)(length >> 8), TypeQr, function, .. parameters];
    }
}
