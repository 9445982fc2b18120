using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>What a terminal sends, byte for byte as the protocol's document has it. Knows nothing of the driver.</summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol (PA00P015).</remarks>
internal static class ZvtMessages
{
    private static readonly Encoding Cp437 = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    public static readonly byte[] Yes = [0x80, 0x00, 0x00];

    public static byte[] No(byte code) => [0x84, code, 0x00];

    public static byte[] Doing(byte code) => [0x04, 0xFF, 0x01, code];

    public static byte[] Completion(params byte[] data) => Message(0x06, 0x0F, data);

    public static byte[] Abort(byte code) => [0x06, 0x1E, 0x01, code];

    /// <summary>04 0F for a transaction that is booked.</summary>
    /// <param name="card">Digits; E stands for one that is not shown.</param>
    public static byte[] Status(ChargeEntry entry, string card) => Message(0x04, 0x0F,
    [
        0x27, 0x00,
        0x04, .. Decimal(entry.AmountMinor, 12),
        0x0B, .. Decimal(entry.Trace, 6),
        .. entry.OriginalTrace > 0 ? (byte[])[0x37, .. Decimal(entry.OriginalTrace, 6)] : [],
        0x0C, .. Packed(entry.At.ToString("HHmmss", CultureInfo.InvariantCulture)),
        0x0D, .. Packed(entry.At.ToString("MMdd", CultureInfo.InvariantCulture)),
        0x0E, 0x29, 0x12,
        0x17, 0x00, 0x01,
        0x19, 0x70,
        0x22, .. Counted(Packed(card), 2),
        0x23, .. Counted(Packed(card + "D2912"), 2),
        0x29, 0x28, 0x00, 0x48, 0x69,
        0x2A, .. Cp437.GetBytes("100461763      "),
        0x3B, .. Cp437.GetBytes(AuthCode(entry)), 0x00, 0x00,
        0x3C, .. Counted(Cp437.GetBytes($"GEN.NR.:{AuthCode(entry)}"), 3),
        0x49, 0x09, 0x78,
        0x87, .. Decimal(entry.Receipt, 4),
        0x88, .. Decimal(entry.Trace, 6),
        0x8A, 0x2E,
        0x8B, .. Counted([.. Cp437.GetBytes("Debit Mastercard"), 0x00], 2),
    ]);

    /// <summary>04 0F for one that failed.</summary>
    public static byte[] Failed(byte code) => Message(0x04, 0x0F, [0x27, code, 0x29, 0x28, 0x00, 0x48, 0x69]);

    /// <summary>06 D3: a slip as one block. Kind 1: the shop's, 2: the shopper's, 3: administration.</summary>
    public static byte[] Block(byte kind, IEnumerable<string> lines)
    {
        byte[] texts = [.. lines.SelectMany(line => Object([0x07], Cp437.GetBytes(line))), 0x09, 0x01, 0x81];
        byte[] container = [.. Object([0x1F, 0x07], [kind]), .. Object([0x25], texts)];
        return Message(0x06, 0xD3, Object([0x06], container));
    }

    /// <summary>06 D1: one line; the last one of a slip says so.</summary>
    public static byte[] Line(string text, bool isLast) => Message(0x06, 0xD1, [(byte)(isLast ? 0x81 : 0x80), .. Cp437.GetBytes(text)]);

    public static string AuthCode(ChargeEntry entry) => (611_803 + entry.Trace).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The decimal number in packed bytes.</summary>
    public static long Number(ReadOnlySpan<byte> packed) =>
        long.Parse(Convert.ToHexString(packed), NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] Message(byte type, byte instruction, byte[] data) => data.Length < 255
        ? [type, instruction, (byte)data.Length, .. data]
        : [type, instruction, 0xFF, (byte)(data.Length % 256), (byte)(data.Length / 256), .. data];

    private static byte[] Object(byte[] tag, byte[] content) => content.Length switch
    {
        < 0x80 => [.. tag, (byte)content.Length, .. content],
        < 0x100 => [.. tag, 0x81, (byte)content.Length, .. content],
        _ => [.. tag, 0x82, (byte)(content.Length / 256), (byte)(content.Length % 256), .. content],
    };

    private static byte[] Counted(byte[] content, int digits) =>
        [.. content.Length.ToString("D" + digits, CultureInfo.InvariantCulture).Select(digit => (byte)(0xF0 + digit - '0')), .. content];

    private static byte[] Decimal(long value, int digits) => Packed(value.ToString("D" + digits, CultureInfo.InvariantCulture));

    private static byte[] Packed(string digits) => Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "F");
}
