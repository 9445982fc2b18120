using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// A thermal printer in Star Line mode from the outside: takes bytes as they come, in any portions, and moves paper. Written
/// from Star Micronics, "STAR Line Mode Command Specifications", apart from the driver.
/// </summary>
/// <param name="columns">Characters in a line: 48 for 80 mm paper, 32 for 58 mm.</param>
public sealed class StarPaperMachine(int columns)
{
    private const byte Esc = 0x1B, Rs = 0x1E;
    private const int RowBytesMax = 256;

    // ESC GS t n.
    private static readonly Dictionary<byte, int> Pages = new()
    {
        [0] = 437,
        [1] = 437,
        [3] = 437,
        [4] = 858,
        [5] = 852,
        [6] = 860,
        [7] = 861,
        [8] = 863,
        [9] = 865,
        [10] = 866,
        [11] = 855,
        [12] = 857,
        [32] = 1252,
        [33] = 1250,
        [34] = 1251,
    };

    private readonly List<byte> _command = [];
    private readonly PaperRoll _roll = new(columns);
    private readonly List<byte[]> _raster = [];
    private Encoding _page = Page(437);
    private Align _align;
    private Cell _style = new(' ', false, false, false, 1, 1);
    private bool _isRaster;
    private string _qr = "";
    private int _qrCell = 3;

    /// <summary>Bytes that belonged to no command that is known.</summary>
    public long Unknown { get; private set; }

    /// <summary>Paper that was cut off, in order; the caller takes it away.</summary>
    public Queue<Paper> Cut => _roll.Cut;

    /// <summary>How often the drawer was opened in all.</summary>
    public int DrawerOpenings => _roll.DrawerOpenings;

    /// <summary>The paper that hangs out of the printer: printed and not cut.</summary>
    public Paper Hanging => _roll.Hanging;

    /// <summary>Is as when it is switched on. The paper stays.</summary>
    public void PowerUp()
    {
        _command.Clear();
        _raster.Clear();
        _isRaster = false;
        Initialise();
    }

    /// <summary>Takes one byte. Gives a command that is for the electronics: ETB, ESC RS; else null.</summary>
    public byte[]? Take(byte value)
    {
        if (_command.Count == 0 && value != Esc && !(_isRaster && value is (byte)'b' or (byte)'k'))
            return Plain(value);
        _command.Add(value);
        int? length = LengthOf(_command);
        if (length is null || _command.Count < length)
            return null;
        byte[] command = [.. _command];
        _command.Clear();
        return Obey(command) ? command : null;
    }

    // Length of a command, parameters included; null where more bytes are needed to tell.
    private static int? LengthOf(List<byte> c)
    {
        if (c[0] != Esc)
            return c.Count < 3 ? null : 3 + Math.Min(c[1] + (c[2] << 8), RowBytesMax);
        if (c.Count < 2)
            return null;
        switch ((char)c[1])
        {
            case '@' or 'E' or 'F' or '4' or '5' or '2' or '0' or 'z':
                return 2;
            case 'i' or '\x07' or '\x1E':
                return 4;
            case 'X' or 'L':
                return c.Count < 4 ? null : 4 + ((c[2] + (c[3] << 8)) * (c[1] == 'X' ? 3 : 1));
            case 'b':
                return c.Count > 6 && c[^1] == Rs ? c.Count : null;
            case '*':
                return c.Count < 4 ? null : (char)c[3] is 'E' or 'P' or 'F' or 'Q' ? c[^1] == 0 ? c.Count : null : 4;
            case '\x1D':
                return c.Count < 3 ? null : c[2] == 'y' ? LengthOfQr(c) : 4;
            default:
                return 3;
        }
    }

    private static int? LengthOfQr(List<byte> c)
    {
        if (c.Count < 4)
            return null;
        return (char)c[3] switch
        {
            'S' => 6,
            'D' => c.Count < 8 ? null : 8 + c[6] + (c[7] << 8),
            _ => 4,
        };
    }

    private bool Obey(byte[] c)
    {
        switch (c[0] == Esc ? (char)c[1] : 'r')
        {
            case 'r':
                if (_isRaster)
                    _raster.Add(c[3..]);
                break;
            case '@':
                Initialise();
                break;
            case 'E' or 'F':
                _style = _style with { Bold = c[1] == 'E' };
                break;
            case '4' or '5':
                _style = _style with { Reverse = c[1] == '4' };
                break;
            case '-':
                _style = _style with { Underline = c[2] % 48 == 1 };
                break;
            case 'i':
                _style = _style with { Height = 1 + Math.Min(c[2] % 48, 5), Width = 1 + Math.Min(c[3] % 48, 5) };
                break;
            case 'W':
                _style = _style with { Width = 1 + (c[2] % 48 % 6) };
                break;
            case 'h':
                _style = _style with { Height = 1 + (c[2] % 48 % 6) };
                break;
            case 'a':
                _roll.Feed(_align, c[2]);
                break;
            case 'd':
                _roll.CutHere(_align);
                break;
            case 'X':
                _roll.PutDots(_align, _style, c[4..]);
                break;
            case 'b':
                _roll.Add(Bars(c));
                break;
            case '*':
                Raster((char)c[3]);
                break;
            case '\x1D':
                ObeyGs(c);
                break;
            case '\x1E':
                return true;
            case 'R' or '\x07' or 'z' or '0' or '2' or 'L' or ' ' or '/':
                break; // known, and without effect on what is shown here
            default:
                Unknown += c.Length;
                break;
        }

        return false;
    }

    private void ObeyGs(byte[] c)
    {
        switch ((char)c[2])
        {
            case 't':
                _page = Page(Pages.GetValueOrDefault(c[3], 437));
                break;
            case 'a':
                _align = (Align)Math.Min(c[3] % 48, 2);
                break;
            case 'y' when c[3] == 'S' && c[4] == '2':
                _qrCell = Math.Clamp(c[5], (byte)1, (byte)8);
                break;
            case 'y' when c[3] == 'D':
                _qr = Encoding.UTF8.GetString(c.AsSpan(8));
                break;
            case 'y' when c[3] == 'P':
                _roll.Add(new PaperCode(_align, "QR", _qr, _qrCell));
                break;
            case 'y':
                break;
            default:
                Unknown += c.Length;
                break;
        }
    }

    // ESC * r A enters raster mode, B leaves it and prints what was sent meanwhile; the rows may be of different lengths.
    private void Raster(char command)
    {
        if (command == 'A')
            _isRaster = true;
        if (command is 'A' or 'C' or 'R')
            _raster.Clear();
        if (command != 'B')
            return;
        _isRaster = false;
        int width = _raster.Count == 0 ? 0 : _raster.Max(row => row.Length);
        if (width > 0)
            _roll.Add(new PaperImage(
                Align.Left, width, _raster.Count, [.. _raster.SelectMany(row => row.Concat(new byte[width - row.Length]))]));
        _raster.Clear();
    }

    // ESC b n1 n2 n3 n4 data RS. Modules: 2, 3 or 4 dots for mode 1, 2 or 3.
    private PaperCode Bars(byte[] c)
    {
        string data = Encoding.Latin1.GetString(c.AsSpan(6, c.Length - 7));
        int module = 1 + Math.Clamp(c[4] % 48, 1, 3);
        bool isCaptioned = c[3] % 48 is 2 or 4;
        (string kind, int modules) = (c[2] % 48) switch
        {
            1 => ("UPC-A", 95),
            2 => ("EAN-8", 67),
            3 => ("EAN-13", 95),
            6 => ("barcode", (11 * data.Replace("%0", "%", StringComparison.Ordinal).Length) + 35),
            _ => ($"barcode of type {c[2] % 48}", 0),
        };
        string content = kind == "barcode" ? data.Replace("%0", "%", StringComparison.Ordinal) : data;
        if (modules * module > _roll.Dots)
            kind += " wider than the paper";
        return new PaperCode(_align, kind, content, module, c[5], isCaptioned);
    }

    private byte[]? Plain(byte value)
    {
        switch (value)
        {
            case 0x17:
                return [value];
            case 0x0A when !_isRaster:
                _roll.EndLine(_align);
                break;
            case 0x07 or 0x1A:
                _roll.OpenDrawer();
                break;
            case 0x18:
                Initialise();
                break;
            case >= 0x20 when !_isRaster:
                _roll.Put(_align, _style with { Character = _page.GetString([value])[0] });
                break;
            case 0x00 or 0x0A or 0x0D or 0x09 or Rs:
                break;
            default:
                Unknown++;
                break;
        }

        return null;
    }

    private void Initialise()
    {
        (_page, _align, _style) = (Page(437), Align.Left, new(' ', false, false, false, 1, 1));
        (_qr, _qrCell) = ("", 3);
        _roll.DropLine();
    }

    private static Encoding Page(int standard) => CodePagesEncodingProvider.Instance.GetEncoding(standard)!;
}
