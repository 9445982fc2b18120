namespace EdgePos.Devices;

/// <summary>A page that shows a technician what a printer makes of its profile.</summary>
internal static class TestPage
{
    public static PrintDocument Of(string device, PrinterProfile profile) => new([
        new TextLine(device, Align.Centre, new TextStyle(Bold: true, Wide: true, Tall: true)),
        new TextLine($"{profile.Name}, {profile.Columns} columns", Align.Centre),
        new RuleLine(),
        new TextLine(Ruler(profile.Columns)),
        .. profile.CodePages.Select(page => new ColumnsLine($"code page {page.Standard} (n = {page.Number})", "€ é ü ł ñ ß Ж ₿")),
        new TextLine("€ é ü ł ñ", Align.Centre, new TextStyle(Wide: true, Tall: true)),
        new TextLine("bold", Style: new TextStyle(Bold: true)),
        new TextLine("tall", Style: new TextStyle(Tall: true)),
        new ColumnsLine("left edge", "right edge"),
        new BarCode("EDGEPOS-1"),
        new BarCode("https://example.com/?q=edgepos-test-page-0123456789"),
        new CutPaper(),
    ]);

    // 1234567890123... so that a line that breaks too early shows where.
    private static string Ruler(int columns) => string.Concat(Enumerable.Range(1, columns).Select(column => (char)('0' + (column % 10))));
}
