using System.Text;

namespace EdgePos.Devices;

/// <summary>Bytes for an ESC/POS printer, and how many characters no page of it has (printed as ?).</summary>
/// <param name="Bytes">The whole job.</param>
/// <param name="Lost">Characters that could not be printed.</param>
public sealed record EscPosJob(byte[] Bytes, int Lost);

/// <summary>A document in ESC/POS. Source: Epson, ESC/POS Command Reference; names of commands are theirs.</summary>
public sealed class EscPosEncoder
{
    private const byte Esc = 0x1B, Gs = 0x1D, Fs = 0x1C, Lf = 0x0A;

    private readonly PrinterProfile _profile;
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<char, (byte Page, byte Code)> _characters;
    private byte _page;
    private Align _align;
    private TextStyle _style;
    private int _lost;

    private EscPosEncoder(PrinterProfile profile) => (_profile, _characters) = (profile, CharactersOf(profile));

    /// <summary>Encodes a document for a printer.</summary>
    public static EscPosJob Encode(PrintDocument document, PrinterProfile profile)
    {
        var encoder = new EscPosEncoder(profile);
        encoder.Begin();
        foreach (var item in document.Items)
            encoder.Add(item);
        return new EscPosJob([.. encoder._bytes], encoder._lost);
    }

    // A printer keeps what the last program set: start from what we know.
    private void Begin()
    {
        _bytes.AddRange([Esc, (byte)'@']); // initialise
        _bytes.AddRange([Fs, (byte)'.']); // leave Kanji mode: else bytes from 0x80 pair up on Asian models
        _bytes.AddRange([Esc, (byte)'R', 0]); // international set USA: # $ @ [ ] are what they look like
        _page = _profile.CodePages[0].Number;
        _bytes.AddRange([Esc, (byte)'t', _page]);
    }

    private void Add(PrintItem item)
    {
        switch (item)
        {
            case TextLine text:
                Lines(width => TextFlow.Wrap(text.Text, width), text.Align, text.Style);
                break;
            case ColumnsLine columns:
                Lines(width => TextFlow.Columns(columns.Left, columns.Right, width), Align.Left, columns.Style);
                break;
            case TableLine table:
                Lines(TextFlow.Table(table.Name, table.Figures, _profile.Columns), Align.Left, default);
                break;
            case BarCode code:
                Set(Align.Centre, default);
                _bytes.AddRange(EscPosCodes.Encode(code.Content, _profile.Dots));
                break;
            case RuleLine:
                Lines([new string('-', _profile.Columns)], Align.Left, default);
                break;
            case FeedLines feed:
                _bytes.AddRange([Esc, (byte)'d', (byte)Math.Clamp(feed.Lines, 0, 255)]);
                break;
            case CutPaper:
                _bytes.AddRange([Gs, (byte)'V', 66, 0]); // feeds past the knife first, or the last lines stay inside
                break;
            case OpenDrawer:
                // Always with both times: a printer that is not given them swallows the next two bytes.
                _bytes.AddRange([Esc, (byte)'p', 0, (byte)(_profile.DrawerOnMs / 2), (byte)(_profile.DrawerOffMs / 2)]);
                break;
            default:
                throw new ArgumentException($"{item.GetType().Name} is unknown to this dialect", nameof(item));
        }
    }

    // Wide letters that would break the line are not worth it: then they are tall only.
    private void Lines(Func<int, IReadOnlyList<string>> flow, Align align, TextStyle style)
    {
        var lines = flow(style.Wide ? _profile.Columns / 2 : _profile.Columns);
        if (style.Wide && lines.Count > 1)
            (style, lines) = (style with { Wide = false }, flow(_profile.Columns));
        Lines(lines, align, style);
    }

    private void Lines(IEnumerable<string> lines, Align align, TextStyle style)
    {
        Set(align, style);
        foreach (string line in lines)
        {
            foreach (char character in line)
                Text(character);
            _bytes.Add(Lf);
        }
    }

    private void Set(Align align, TextStyle style)
    {
        if (align != _align)
            _bytes.AddRange([Esc, (byte)'a', (byte)align]);
        if (style.Bold != _style.Bold)
            _bytes.AddRange([Esc, (byte)'E', (byte)(style.Bold ? 1 : 0)]);
        if (style.Wide != _style.Wide || style.Tall != _style.Tall)
            _bytes.AddRange([Gs, (byte)'!', (byte)((style.Wide ? 0x10 : 0) | (style.Tall ? 1 : 0))]);
        (_align, _style) = (align, style);
    }

    private void Text(char character)
    {
        if (character is >= ' ' and <= '~')
        {
            _bytes.Add((byte)character);
        }
        else if (_characters.TryGetValue(character, out var found))
        {
            if (found.Page != _page)
                _bytes.AddRange([Esc, (byte)'t', found.Page]);
            _page = found.Page;
            _bytes.Add(found.Code);
        }
        else
        {
            _lost++;
            _bytes.Add((byte)'?');
        }
    }

    private static Dictionary<char, (byte Page, byte Code)> CharactersOf(PrinterProfile profile)
    {
        var characters = new Dictionary<char, (byte, byte)>();
        foreach (var page in profile.CodePages)
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page.Standard)
                ?? throw new ArgumentException($"there is no code page {page.Standard}", nameof(profile));
            for (int code = 0x80; code <= 0xFF; code++)
            {
                string text = encoding.GetString([(byte)code]);
                if (text.Length == 1 && !char.IsControl(text[0]) && text[0] != '\uFFFD')
                    characters.TryAdd(text[0], (page.Number, (byte)code));
            }
        }

        // A space that does not break is a space on paper.
        characters['\u00A0'] = (profile.CodePages[0].Number, (byte)' ');
        return characters;
    }
}
