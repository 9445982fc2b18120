using System.Globalization;
using System.Net;
using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// A document as a page of its own: it loads nothing, runs nothing, fits a telephone, and prints without the grey around it.
/// All text is escaped, and the page forbids scripts all the same.
/// </summary>
public static class HtmlPage
{
    private const string Style = """
        @page{margin:4mm}
        body{margin:0;background:#eee;color:#18181c;font:14px/1.35 ui-monospace,"DejaVu Sans Mono",Consolas,monospace}
        main{box-sizing:content-box;max-width:calc(100% - 3em);margin:1em auto;padding:2em 1.5em;background:#fff;overflow-wrap:anywhere}
        div,span{white-space:pre-wrap}
        .b{font-weight:bold}.t{font-size:1.6em;line-height:1.3}.Centre{text-align:center}.Right{text-align:right}
        .r{display:flex;justify-content:space-between;gap:1ch}.r>:last-child{white-space:nowrap}
        .f{display:grid;grid-auto-flow:column;grid-auto-columns:1fr}.f>:not(:first-child){text-align:right;white-space:nowrap}
        hr{border:0;border-top:1px dashed;margin:.6em 0}
        figure{margin:1em 0 0}figure:not(.Left,.Right){text-align:center}figure{break-inside:avoid}svg{max-width:100%}
        @media print{body{background:none;font-size:9pt}main{max-width:100%;margin:0 auto;padding:0}}
        """;

    /// <summary>The page in UTF-8's characters.</summary>
    /// <param name="title">What the window is called.</param>
    /// <param name="language">Of the text, as in BCP 47.</param>
    /// <param name="columns">Characters across the paper.</param>
    public static string Write(PrintDocument document, string title, string language, int columns)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{Safe(language)}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>{Safe(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main style="width:{columns}ch">

            """);
        foreach (var item in document.Items)
            page.Append(Element(item));
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Element(PrintItem item) => item switch
    {
        TextLine text => $"<div class=\"{text.Align}{Looks(text.Style)}\">{Safe(text.Text)}</div>\n",
        ColumnsLine line => $"<div class=\"r{Looks(line.Style)}\"><span>{Safe(line.Left)}</span><span>{Safe(line.Right)}</span></div>\n",
        TableLine table => $"<div class=\"f\">{string.Concat(table.Figures.Prepend(table.Name).Select(Cell))}</div>\n",
        BarCode code => Figure(Code128.Holds(code.Content) ? HtmlCodes.Bars128(code.Content) : HtmlCodes.Qr(code.Content), code.Content),
        RetailCode code => Figure(HtmlCodes.BarsOf(code), code.Digits),
        QrCode code => Figure(HtmlCodes.Qr(code.Content), ""),
        PictureItem picture => $"<figure class=\"{picture.Align}\">{HtmlCodes.Dots(picture.Picture)}</figure>\n",
        RuleLine => "<hr>\n",
        FeedLines feed => string.Concat(Enumerable.Repeat("<br>\n", Math.Max(0, feed.Lines))),
        CutPaper or OpenDrawer => "",
        _ => throw new ArgumentException($"{item.GetType().Name} is unknown to this page", nameof(item)),
    };

    private static string Cell(string text) => $"<span>{Safe(text)}</span>";

    private static string Looks(TextStyle style) => (style.Bold ? " b" : "") + (style.Tall || style.Wide ? " t" : "");

    private static string Figure(string picture, string caption) =>
        $"<figure>{picture}{(caption.Length > 0 ? $"<figcaption>{Safe(caption)}</figcaption>" : "")}</figure>\n";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
