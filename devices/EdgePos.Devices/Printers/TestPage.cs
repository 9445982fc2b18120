namespace EdgePos.Devices;

/// <summary>A page that shows a technician what a printer makes of its profile.</summary>
internal static class TestPage
{
    public static PrintDocument Of(string device, PrinterProfile profile) => new([
        new TextLine(device, Align.Centre, new TextStyle(Bold: true, Wide: true, Tall: true)),
        new TextLine($"{profile.Name}, {profile.Columns} columns", Align.Centre),
        new RuleLine(),
        new TextLine(Ruler(profile.Columns)),
        .. profile.CodePages.Select(page => new ColumnsLine($"page {page.Standard} (n = {page.Number})", Letters(profile, page))),
        new ColumnsLine("in dots", "ŉ ₿"),
        new TextLine("€ é ü ł ñ", Align.Centre, new TextStyle(Wide: true, Tall: true)),
        new TextLine("bold", Style: new TextStyle(Bold: true)),
        new TextLine("tall", Style: new TextStyle(Tall: true)),
        new ColumnsLine("left edge", "right edge"),
        new BarCode("EDGEPOS-1"),
        new BarCode("https://example.com/?q=edgepos-test-page-0123456789"),
        new CutPaper(),
    ]);

    // Those that are taken from this page: a wrong page shows as wrong letters.
    private static string Letters(PrinterProfile profile, CodePage page) => string.Concat(PageCharacters.Of(profile.CodePages)
        .Where(one => one.Value.Page == page.Number && (char.IsLetter(one.Key) || one.Key == '€'))
        .OrderBy(one => one.Value.Code).Select(one => one.Key).Take(profile.Columns / 3));

    // 1234567890123... so that a line that breaks too early shows where.
    private static string Ruler(int columns) => string.Concat(Enumerable.Range(1, columns).Select(column => (char)('0' + (column % 10))));
}
