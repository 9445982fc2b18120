using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// What a printer keeps for its bar codes and QR codes, and what it makes of them. Source: Epson, ESC/POS Command Reference,
/// GS H, GS h, GS w, GS k and GS ( k.
/// </summary>
internal sealed class CodeMemory
{
    private const byte TypeCode128 = 73;
    private const byte TypeQr = 49;

    private int _height, _module, _qrModule;
    private bool _isCaptioned;
    private string _stored = "";

    public CodeMemory() => Initialise();

    /// <summary>ESC @: as the printer is when it is switched on.</summary>
    public void Initialise() => (_height, _module, _qrModule, _isCaptioned, _stored) = (162, 3, 3, false, "");

    /// <summary>GS h, w or H: height, width of the thinnest bar, and whether the characters are printed too.</summary>
    public void Set(char what, byte value)
    {
        switch (what)
        {
            case 'h':
                _height = Math.Max((byte)1, value);
                break;
            case 'w':
                _module = Math.Clamp(value, (byte)1, (byte)6);
                break;
            case 'H':
                _isCaptioned = value % 48 is 2 or 3;
                break;
        }
    }

    /// <summary>GS k. What is wider than the paper, or is not of its kind, a printer leaves out: here it says so.</summary>
    public PaperCode Bars(byte[] c, Align align, int paperDots)
    {
        string data = Encoding.Latin1.GetString(c.AsSpan(c[2] > 6 ? 4 : 3)).TrimEnd('\0');
        if (c[2] % 65 is 0 or 2 or 3)
            return Retail(c[2] % 65, data, align, paperDots);
        if (c[2] != TypeCode128)
            return new PaperCode(align, $"barcode of type {c[2]}", data, _module, _height, _isCaptioned);
        // The data begin with the choice of a code set; only set B says its characters as they are.
        if (!data.StartsWith("{B", StringComparison.Ordinal))
            return new PaperCode(align, "barcode without code set B", data, _module, _height);
        string content = data[2..].Replace("{{", "{", StringComparison.Ordinal);
        string kind = ((11 * content.Length) + 35) * _module <= paperDots ? "barcode" : "barcode wider than the paper";
        return new PaperCode(align, kind, content, _module, _height, _isCaptioned);
    }

    // UPC-A, EAN-13 and EAN-8, with their check digit or without: the printer adds it.
    private PaperCode Retail(int type, string digits, Align align, int paperDots)
    {
        (string kind, int length, int modules) = type switch { 0 => ("UPC-A", 12, 95), 2 => ("EAN-13", 13, 95), _ => ("EAN-8", 8, 67) };
        if (!digits.All(char.IsAsciiDigit) || (digits.Length != length && digits.Length != length - 1))
            return new PaperCode(align, $"{kind} of other than digits", digits, _module, _height);
        int sum = 0;
        for (int i = length - 2; i >= 0; i--)
            sum += (digits[i] - '0') * ((length - i) % 2 == 0 ? 3 : 1);
        string whole = digits[..(length - 1)] + ((10 - (sum % 10)) % 10);
        kind += digits.Length == length && digits != whole ? " with a wrong check digit"
            : modules * _module > paperDots ? " wider than the paper" : "";
        return new PaperCode(align, kind, kind.Length > 6 ? digits : whole, _module, _height, _isCaptioned);
    }

    /// <summary>GS ( k: cn 49 is a QR code; fn 67 sets its size, fn 80 stores, fn 81 prints. Null: nothing is printed.</summary>
    public PaperCode? TwoDimensional(byte[] c, Align align)
    {
        if (c[2] != (byte)'k' || c.Length < 7 || c[5] != TypeQr)
            return null;
        if (c[6] == 67 && c.Length > 7)
            _qrModule = Math.Clamp(c[7], (byte)1, (byte)16);
        else if (c[6] == 80 && c.Length > 8)
            _stored = Encoding.UTF8.GetString(c.AsSpan(8));
        return c[6] == 81 ? new PaperCode(align, "QR", _stored, _qrModule) : null;
    }
}
