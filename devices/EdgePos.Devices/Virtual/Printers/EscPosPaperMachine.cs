using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// A thermal printer from the outside: takes bytes as they come, in any portions, and moves paper. Written from the
/// manufacturer's command reference, apart from the driver, so that each finds the other's mistakes.
/// </summary>
/// <param name="columns">Characters of font A in a line: 48 for 80 mm paper, 32 for 58 mm.</param>
public sealed class EscPosPaperMachine(int columns)
{
    private const int LargestImageBytes = 1024 * 1024;

    // ESC t n of Epson's TM series.
    private static readonly Dictionary<byte, int> Pages = new()
    {
        [0] = 437,
        [2] = 850,
        [3] = 860,
        [4] = 863,
        [5] = 865,
        [16] = 1252,
        [17] = 866,
        [18] = 852,
        [19] = 858,
        [40] = 28605,
    };

    private readonly List<byte> _command = [];
    private readonly PaperRoll _roll = new(columns);
    private Encoding _page = Page(437);
    private Align _align;
    private Cell _style = new(' ', false, false, false, 1, 1);
    private readonly CodeMemory _codes = new();
    private PaperImage? _graphics;

    /// <summary>Bytes that belonged to no command that is known.</summary>
    public long Unknown { get; private set; }

    /// <summary>Paper that was cut off, in order; the caller takes it away.</summary>
    public Queue<Paper> Cut => _roll.Cut;

    /// <summary>How often the drawer was opened in all.</summary>
    public int DrawerOpenings => _roll.DrawerOpenings;

    /// <summary>The paper that hangs out of the printer: printed and not cut.</summary>
    public Paper Hanging => _roll.Hanging;

    /// <summary>Takes one byte. Gives a command that is for the electronics: GS r, GS I, GS a, GS ( H; else null.</summary>
    public byte[]? Take(byte value)
    {
        if (_command.Count == 0 && value is not (0x1B or 0x1D or 0x1C or 0x10))
        {
            Plain(value);
            return null;
        }

        _command.Add(value);
        int? length = LengthOf(_command);
        if (length is null || _command.Count < length)
            return null;
        byte[] command = [.. _command];
        _command.Clear();
        return Obey(command) ? command : null;
    }

    /// <summary>Forgets half a command and what of a line is not printed yet: DLE DC4 8.</summary>
    public void Forget()
    {
        _command.Clear();
        _roll.DropLine();
    }

    /// <summary>A pulse for the drawer's lock: ESC p, DLE DC4 1.</summary>
    public void OpenDrawer() => _roll.OpenDrawer();

    /// <summary>Is as when it is switched on. The paper stays.</summary>
    public void PowerUp()
    {
        Forget();
        Initialise();
    }

    // Length of a command, parameters included; null where more bytes are needed to tell.
    private static int? LengthOf(List<byte> c)
    {
        if (c.Count < 2)
            return null;
        switch (c[0], (char)c[1])
        {
            case (0x1B, '@') or (0x1B, '2') or (0x1C, '.') or (0x1C, '&') or (0x1D, ':'):
                return 2;
            case (0x1B, 'c' or 'D' or '$' or '\\') or (0x1D, 'L' or 'W' or '\\') or (0x10, '\x04'):
                return c[0] == 0x10 ? 3 : 4;
            case (0x1B, 'p') or (0x10, '\x14'):
                return 5;
            case (0x1B, '*'):
                return c.Count < 5 ? null : 5 + ((c[3] + (c[4] << 8)) * (c[2] is 32 or 33 ? 3 : 1));
            case (0x1D, 'V'):
                return c.Count < 3 ? null : c[2] is 65 or 66 ? 4 : 3;
            case (0x1D, '8'):
                return c.Count < 7 ? null : 7 + (int)Math.Min(LargestImageBytes, c[3] + (c[4] << 8) + (c[5] << 16) + ((long)c[6] << 24));
            case (0x1D, '('):
                return c.Count < 5 ? null : 5 + c[3] + (c[4] << 8);
            case (0x1D, 'v'):
                return c.Count < 8 ? null : 8 + BytesOfImage(c);
            case (0x1D, 'k'):
                return LengthOfBarcode(c);
            default:
                return 3;
        }
    }

    // A size that no paper has is not waited for.
    private static int BytesOfImage(List<byte> c)
    {
        long bytes = (c[4] + (c[5] << 8)) * (long)(c[6] + (c[7] << 8));
        return bytes <= LargestImageBytes ? (int)bytes : 0;
    }

    private static int? LengthOfBarcode(List<byte> c)
    {
        if (c.Count < 4)
            return null;
        if (c[2] > 6)
            return 4 + c[3];
        int end = c.IndexOf(0, 3);
        return end < 0 ? null : end + 1;
    }

    private bool Obey(byte[] c)
    {
        switch (c[0], (char)c[1])
        {
            case (0x1B, '@'):
                Initialise();
                break;
            case (0x1B, 't'):
                _page = Page(Pages.GetValueOrDefault(c[2], 437));
                break;
            case (0x1B, 'a'):
                _align = (Align)Math.Min(c[2] % 48, 2);
                break;
            case (0x1B, 'E' or 'G'):
                _style = _style with { Bold = (c[2] & 1) != 0 };
                break;
            case (0x1B, '-'):
                _style = _style with { Underline = c[2] % 48 != 0 };
                break;
            case (0x1B, '!'):
                _style = new(' ', Bold: (c[2] & 8) != 0, Underline: (c[2] & 0x80) != 0, _style.Reverse,
                    Width: (c[2] & 0x20) != 0 ? 2 : 1, Height: (c[2] & 0x10) != 0 ? 2 : 1);
                break;
            case (0x1D, '!'):
                _style = _style with { Width = 1 + ((c[2] >> 4) & 7), Height = 1 + (c[2] & 7) };
                break;
            case (0x1D, 'B'):
                _style = _style with { Reverse = (c[2] & 1) != 0 };
                break;
            case (0x1B, 'd'):
                _roll.Feed(_align, c[2]);
                break;
            case (0x1D, 'V'):
                _roll.CutHere(_align);
                break;
            case (0x1B, 'p'):
                OpenDrawer();
                break;
            case (0x1D, 'v') when c.Length > 8:
                _roll.Add(new PaperImage(_align, c[4] + (c[5] << 8), c[6] + (c[7] << 8), c[8..]));
                break;
            case (0x1B, '*') when c[2] == 33:
                _roll.PutDots(_align, _style, c[5..]);
                break;
            case (0x1D, 'h' or 'w' or 'H'):
                _codes.Set((char)c[1], c[2]);
                break;
            case (0x1D, 'k'):
                _roll.Add(_codes.Bars(c, _align, _roll.Dots));
                break;
            case (0x1D, '(') when c[2] == 'H':
                return true;
            case (0x1D, '(') when c[2] == 'L':
                Graphics(c, 5);
                break;
            case (0x1D, '8') when c[2] == 'L':
                Graphics(c, 7);
                break;
            case (0x1D, '('):
                if (_codes.TwoDimensional(c, _align) is { } code)
                    _roll.Add(code);
                break;
            case (0x1D, 'r' or 'I' or 'a'):
                return true;
            case (0x1B, 'R' or '2' or '3' or 'J' or 'M' or 'c' or '{' or 'S' or '$' or '\\' or 'D' or 'V' or '*' or ' ')
                or (0x1C, '.' or '&') or (0x1D, 'v' or 'f' or 'L' or 'W' or ':' or '\\')
                or (0x10, '\x04' or '\x14'):
                break; // known, and without effect on what is shown here
            default:
                Unknown += c.Length;
                break;
        }

        return false;
    }

    private void Initialise()
    {
        (_page, _align, _style) = (Page(437), Align.Left, new(' ', false, false, false, 1, 1));
        _codes.Initialise();
        _roll.DropLine();
    }

    // GS ( L and GS 8 L: function 112 keeps a picture, function 50 prints it.
    private void Graphics(byte[] c, int at)
    {
        if (c.Length >= at + 2 && c[at + 1] is 2 or 50)
        {
            if (_graphics is { } kept)
                _roll.Add(kept with { Align = _align });
            _graphics = null;
        }
        else if (c.Length > at + 10 && c[at + 1] == 112)
        {
            int widthBytes = (c[at + 6] + (c[at + 7] << 8) + 7) / 8, height = c[at + 8] + (c[at + 9] << 8);
            if (widthBytes * height == c.Length - at - 10)
                _graphics = new PaperImage(_align, widthBytes, height, c[(at + 10)..]);
        }
    }

    private void Plain(byte value)
    {
        if (value == 0x0A)
            _roll.EndLine(_align);
        else if (value >= 0x20)
            _roll.Put(_align, _style with { Character = _page.GetString([value])[0] });
        else if (value is not (0x0D or 0x00 or 0x09))
            Unknown++;
    }

    private static Encoding Page(int standard) => standard == 28605
        ? CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-15")!
        : CodePagesEncodingProvider.Instance.GetEncoding(standard)!;
}
