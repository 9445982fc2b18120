using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>Codes and pictures as drawings in a page. A screen shows them larger where a scanner needs that.</summary>
internal static class HtmlCodes
{
    private const int QrQuietModules = 4;

    public static string Bars128(string content) => Bars(Code128.Bars(content), Code128.QuietModules);

    public static string BarsOf(RetailCode code) => Bars(EanBars.Bars(code.Digits), EanBars.QuietModules);

    /// <summary>Nothing where it is more than a QR code holds: its characters are there to read.</summary>
    public static string Qr(string content)
    {
        if (Encoding.UTF8.GetByteCount(content) > QrPicture.BytesMax)
            return "";
        var rows = QrPicture.Modules(content);
        int size = rows.Count + (2 * QrQuietModules);
        string path = Runs(rows.Count, rows.Count, (x, y) => rows[y][x], QrQuietModules);
        return Svg(size, size, 4, path);
    }

    public static string Dots(DotPicture picture) =>
        Svg(picture.Width, picture.Height, 1, Runs(picture.Width, picture.Height, picture.IsBlack, 0));

    private static string Bars(IReadOnlyList<int> widths, int quiet)
    {
        var path = new StringBuilder();
        int x = quiet;
        bool isBar = true;
        foreach (int width in widths)
        {
            if (isBar)
                path.Append(CultureInfo.InvariantCulture, $"M{x} 0h{width}v40h-{width}z");
            (x, isBar) = (x + width, !isBar);
        }

        return Svg(x + quiet, 40, 2, path.ToString());
    }

    // What is dark, run by run: as short as it can be without a picture format.
    private static string Runs(int width, int height, Func<int, int, bool> isDark, int margin)
    {
        var path = new StringBuilder();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int begun = x;
                while (x < width && isDark(x, y))
                    x++;
                if (x > begun)
                    path.Append(CultureInfo.InvariantCulture, $"M{begun + margin} {y + margin}h{x - begun}v1h-{x - begun}z");
            }
        }

        return path.ToString();
    }

    private static string Svg(int width, int height, int scale, string path) => string.Create(CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {width} {height}\" width=\"{width * scale}\" height=\"{height * scale}\" shape-rendering=\"crispEdges\">"
        + $"<path d=\"{path}\"/></svg>");
}
