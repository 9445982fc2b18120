namespace EdgePos.Devices;

/// <summary>
/// A document as bytes for a printer: what all dialects do alike, with the commands left to each. Text is laid out in columns,
/// each character found on one of the printer's code pages, drawn in dots where none has it, or a question mark.
/// </summary>
internal abstract class PrintEncoder
{
    private const int LineDots = 30, CutDots = 120;

    private readonly Dictionary<char, (byte Page, byte Code)> _characters;
    private byte _page;
    private Align _align;
    private TextStyle _style;
    private int _lost, _paperDots, _lines, _cuts;

    protected PrintEncoder(PrinterProfile profile) => (Profile, _characters) = (profile, PageCharacters.Of(profile.CodePages));

    protected PrinterProfile Profile { get; }

    protected List<byte> Bytes { get; } = [];

    /// <summary>Encodes it. An encoder is for one document.</summary>
    protected PrintBytes EncodeAll(PrintDocument document)
    {
        _page = Profile.CodePages[0].Number;
        Begin();
        SetPage(_page);
        foreach (var item in document.Items)
            Add(item);
        return new PrintBytes([.. Bytes], _lost, _paperDots, _lines, _cuts);
    }

    /// <summary>A printer keeps what the last program set: begin from what we know.</summary>
    protected abstract void Begin();

    protected abstract void SetPage(byte page);

    protected abstract void SetAlign(Align align);

    protected abstract void SetBold(bool isBold);

    protected abstract void SetSize(bool isWide, bool isTall);

    /// <summary>A character that no page has, in the line among the others; its dots are of font A's size.</summary>
    protected abstract void Dots(DotGlyph glyph, bool isWide);

    protected abstract void EndLine();

    protected abstract void Feed(byte lines);

    protected abstract void Cut();

    protected abstract void Pulse();

    /// <summary>A picture no wider than the paper.</summary>
    protected abstract void Picture(DotPicture picture, Align align);

    protected abstract void Bars128(string content);

    protected abstract void BarsOf(RetailCode code);

    protected abstract void Qr(string content);

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
                Lines(TextFlow.Table(table.Name, table.Figures, Profile.Columns), Align.Left, default);
                break;
            case RuleLine:
                Lines([new string('-', Profile.Columns)], Align.Left, default);
                break;
            case FeedLines feed:
                Feed((byte)Math.Clamp(feed.Lines, 0, 255));
                _paperDots += LineDots * Math.Clamp(feed.Lines, 0, 255);
                break;
            case CutPaper:
                Cut();
                (_cuts, _paperDots) = (_cuts + 1, _paperDots + CutDots);
                break;
            case OpenDrawer:
                Pulse();
                break;
            default:
                Draw(item);
                break;
        }
    }

    private void Draw(PrintItem item)
    {
        switch (item)
        {
            case PictureItem picture:
                Draw(picture.Picture, picture.Align);
                break;
            case BarCode code when Code128.Fits(code.Content, Profile.Dots):
                Set(Align.Centre, default);
                Bars128(code.Content);
                _paperDots += CutDots;
                break;
            case BarCode code:
                DrawQr(code.Content);
                break;
            case QrCode code:
                DrawQr(code.Content);
                break;
            case RetailCode code:
                Set(Align.Centre, default);
                BarsOf(code);
                _paperDots += CutDots;
                break;
            default:
                throw new ArgumentException($"{item.GetType().Name} is unknown to this dialect", nameof(item));
        }
    }

    private void DrawQr(string content)
    {
        // DLE would begin a command that is obeyed at once, wherever it stands.
        content = content.Replace("\u0010", "", StringComparison.Ordinal);
        if (!Profile.DrawsQr)
        {
            Draw(QrPicture.Of(content, Profile.Dots), Align.Centre);
            return;
        }

        Set(Align.Centre, default);
        Qr(content);
        _paperDots += Profile.Dots / 2;
    }

    private void Draw(DotPicture picture, Align align)
    {
        Set(align, default);
        picture = picture.NoWiderThan(Profile.Dots);
        Picture(picture, align);
        _paperDots += picture.Height;
    }

    // Wide letters that would break the line are not worth it: then they are tall only.
    private void Lines(Func<int, IReadOnlyList<string>> flow, Align align, TextStyle style)
    {
        var lines = flow(style.Wide ? Profile.Columns / 2 : Profile.Columns);
        if (style.Wide && lines.Count > 1)
            (style, lines) = (style with { Wide = false }, flow(Profile.Columns));
        Lines(lines, align, style);
    }

    private void Lines(IEnumerable<string> lines, Align align, TextStyle style)
    {
        Set(align, style);
        foreach (string line in lines)
        {
            foreach (char character in line)
                Text(character);
            EndLine();
            _lines++;
            _paperDots += style.Tall ? 2 * LineDots : LineDots;
        }
    }

    private void Set(Align align, TextStyle style)
    {
        if (align != _align)
            SetAlign(align);
        if (style.Bold != _style.Bold)
            SetBold(style.Bold);
        if (style.Wide != _style.Wide || style.Tall != _style.Tall)
            SetSize(style.Wide, style.Tall);
        (_align, _style) = (align, style);
    }

    private void Text(char character)
    {
        if (character is >= ' ' and <= '~')
        {
            Bytes.Add((byte)character);
        }
        else if (_characters.TryGetValue(character, out var found))
        {
            if (found.Page != _page)
                SetPage(found.Page);
            _page = found.Page;
            Bytes.Add(found.Code);
        }
        else if (DotFont.Find(character) is { } glyph)
        {
            Dots(glyph, _style.Wide);
        }
        else
        {
            _lost++;
            Bytes.Add((byte)'?');
        }
    }
}
