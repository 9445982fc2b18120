using System.Text;

namespace EdgePos.Devices;

/// <summary>A document as plain text, laid out as on paper: for a terminal, a log or a letter.</summary>
public static class TextPage
{
    /// <summary>The text, its lines no longer than so many characters, each ended by a line feed.</summary>
    public static string Write(PrintDocument document, int columns)
    {
        var page = new StringBuilder();
        foreach (string line in document.Items.SelectMany(item => Lines(item, columns)))
            page.Append(line.TrimEnd()).Append('\n');
        return page.ToString();
    }

    private static IEnumerable<string> Lines(PrintItem item, int columns) => item switch
    {
        TextLine text => TextFlow.Wrap(text.Text, columns).Select(line => TextFlow.Place(line, text.Align, columns)),
        ColumnsLine line => TextFlow.Columns(line.Left, line.Right, columns),
        TableLine table => TextFlow.Table(table.Name, table.Figures, columns),
        BarCode code => Centred($"[barcode {code.Content}]", columns),
        RetailCode code => Centred($"[barcode {code.Digits}]", columns),
        QrCode code => Centred($"[QR {code.Content}]", columns),
        PictureItem picture => [TextFlow.Place($"[picture {picture.Picture.Width} x {picture.Picture.Height}]", picture.Align, columns)],
        RuleLine => [new string('-', columns)],
        FeedLines feed => Enumerable.Repeat("", Math.Max(0, feed.Lines)),
        CutPaper or OpenDrawer => [],
        _ => throw new ArgumentException($"{item.GetType().Name} is unknown to this page", nameof(item)),
    };

    private static IEnumerable<string> Centred(string text, int columns) =>
        TextFlow.Wrap(text, columns).Select(line => TextFlow.Place(line, Align.Centre, columns));
}
