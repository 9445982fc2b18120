namespace EdgePos.Devices;

/// <summary>Where a line stands on the paper.</summary>
public enum Align
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Centre,

    /// <summary>At the right edge.</summary>
    Right,
}

/// <summary>How text looks.</summary>
/// <param name="Bold">Printed twice.</param>
/// <param name="Wide">Double width: takes two columns a character.</param>
/// <param name="Tall">Double height.</param>
public readonly record struct TextStyle(bool Bold = false, bool Wide = false, bool Tall = false);

/// <summary>One thing to print. No dialect of any printer in it.</summary>
public abstract record PrintItem;

/// <summary>Text; what is too long goes on in the next line.</summary>
public sealed record TextLine(string Text, Align Align = Align.Left, TextStyle Style = default) : PrintItem;

/// <summary>Text at the left and at the right edge of one line. The right part always fits; the left one goes on below.</summary>
public sealed record ColumnsLine(string Left, string Right, TextStyle Style = default) : PrintItem;

/// <summary>A row of a table: a name at the left, and figures at the right, each below those of the rows above.</summary>
public sealed record TableLine(string Name, IReadOnlyList<string> Figures) : PrintItem;

/// <summary>
/// Something for a scanner, in the middle: bars of Code 128 with the characters below them where the paper is wide enough
/// for that, else a QR code.
/// </summary>
/// <param name="Content">What the scanner reads.</param>
public sealed record BarCode(string Content) : PrintItem;

/// <summary>A QR code, in the middle, error correction level M.</summary>
/// <param name="Content">What is read from it.</param>
public sealed record QrCode(string Content) : PrintItem;

/// <summary>The code of an article, in the middle, with its digits below: EAN-8, UPC-A or EAN-13 by their number.</summary>
public sealed record RetailCode : PrintItem
{
    /// <summary>Takes 8, 12 or 13 digits, the last of which checks the others.</summary>
    /// <exception cref="ArgumentException">They are not that.</exception>
    public RetailCode(string digits) => Digits = EanBars.IsWhole(digits)
        ? digits
        : throw new ArgumentException("an article's code has 8, 12 or 13 digits with the right check digit", nameof(digits));

    /// <summary>With the check digit.</summary>
    public string Digits { get; }
}

/// <summary>A picture, such as the shop's logo. One wider than the paper loses its right edge.</summary>
public sealed record PictureItem(DotPicture Picture, Align Align = Align.Centre) : PrintItem;

/// <summary>A line across the paper.</summary>
public sealed record RuleLine : PrintItem;

/// <summary>Empty lines.</summary>
public sealed record FeedLines(int Lines) : PrintItem;

/// <summary>Feeds the print past the knife and cuts.</summary>
public sealed record CutPaper : PrintItem;

/// <summary>Opens the cash drawer.</summary>
public sealed record OpenDrawer : PrintItem;

/// <summary>What to print, in order.</summary>
public sealed record PrintDocument(IReadOnlyList<PrintItem> Items);
