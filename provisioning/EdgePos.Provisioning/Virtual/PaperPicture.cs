using EdgePos.Devices;
using SkiaSharp;

namespace EdgePos.Provisioning;

/// <summary>
/// Paper as a picture, a pixel for each of the printer's dots: 80 mm paper is 576 dots wide at 203 dpi. Characters of
/// font A are 12 x 24 dots on lines of 30, as ESC/POS printers have them.
/// </summary>
internal sealed class PaperPicture : IDisposable
{
    private const int CellWidth = 12;
    private const int CellHeight = 24;
    private const int LineHeight = 30;
    private const int Margin = 32;
    private const float Baseline = 19;

    private static readonly SKColor PaperColour = new(0xFC, 0xFC, 0xF8);

    private readonly SKFont _font;
    private readonly SKPaint _ink = new() { Color = new SKColor(0x18, 0x18, 0x1C), IsAntialias = true };
    private readonly SKPaint _blank = new() { Color = PaperColour, IsAntialias = true };

    public PaperPicture()
    {
        using var file = typeof(PaperPicture).Assembly.GetManifestResourceStream("receipt-font")!;
        var face = SKTypeface.FromStream(file);
        _font = new SKFont(face, 20) { Subpixel = true };
        _font.Size = 20 * CellWidth / _font.MeasureText("0");
    }

    /// <summary>Draws the paper.</summary>
    /// <returns>A PNG file.</returns>
    public byte[] Draw(Paper paper)
    {
        int width = (paper.Columns * CellWidth) + (2 * Margin);
        int height = paper.Rows.Sum(row => HeightOf(row)) + (2 * Margin);
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(PaperColour);
        int top = Margin;
        foreach (var row in paper.Rows)
        {
            DrawRow(canvas, row, paper.Columns * CellWidth, top);
            top += HeightOf(row);
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    public void Dispose()
    {
        _font.Dispose();
        _ink.Dispose();
        _blank.Dispose();
    }

    private static int HeightOf(PaperRow row) => row switch
    {
        PaperLine { Cells.Count: > 0 } line => LineHeight - CellHeight + (CellHeight * line.Cells.Max(cell => cell.Height)),
        PaperImage image => image.HeightDots,
        PaperCode code => CodePicture.HeightOf(code, LineHeight),
        _ => LineHeight,
    };

    private void DrawRow(SKCanvas canvas, PaperRow row, int paperDots, int top)
    {
        switch (row)
        {
            case PaperLine line:
                DrawLine(canvas, line, Margin + Indent(line.Align, paperDots, line.Width * CellWidth), top);
                break;
            case PaperImage image:
                DrawImage(canvas, image, Margin + Indent(image.Align, paperDots, image.WidthBytes * 8), top);
                break;
            case PaperCode code:
                DrawCode(canvas, code, paperDots, top);
                break;
        }
    }

    private void DrawLine(SKCanvas canvas, PaperLine line, float left, int top)
    {
        int tallest = line.Cells.Count == 0 ? 1 : line.Cells.Max(cell => cell.Height);
        foreach (var cell in line.Cells)
        {
            canvas.Save();
            // Characters of different heights stand on one base line.
            canvas.Translate(left, top + ((tallest - cell.Height) * CellHeight));
            canvas.Scale(cell.Width, cell.Height);
            if (cell.Reverse)
                canvas.DrawRect(0, 0, CellWidth, CellHeight, _ink);
            _font.Embolden = cell.Bold;
            if (cell.Dots is { } dots)
                DrawDots(canvas, dots);
            else
                canvas.DrawText(cell.Character.ToString(), 0, Baseline, _font, cell.Reverse ? _blank : _ink);
            if (cell.Underline)
                canvas.DrawRect(0, CellHeight - 2, CellWidth, 1, _ink);
            canvas.Restore();
            left += cell.Width * CellWidth;
        }
    }

    // Columns of three bytes, the highest bit on top.
    private void DrawDots(SKCanvas canvas, byte[] columns)
    {
        for (int i = 0; i < columns.Length * 8; i++)
        {
            if ((columns[i / 8] & (0x80 >> (i % 8))) != 0)
                canvas.DrawRect(i / CellHeight, i % CellHeight, 1, 1, _ink);
        }
    }

    private void DrawCode(SKCanvas canvas, PaperCode code, int paperDots, int top)
    {
        foreach (var dark in CodePicture.Dark(code))
            canvas.DrawRect(SKRect.Create(dark.Left + Margin + Indent(code.Align, paperDots, CodePicture.WidthOf(code)), dark.Top + top,
                dark.Width, dark.Height), _ink);
        if (CodePicture.Caption(code) is not { Length: > 0 } text)
            return;
        _font.Embolden = false;
        float below = top + CodePicture.HeightOf(code, 0) + Baseline + 2;
        canvas.DrawText(text, Margin + Indent(code.Align, paperDots, text.Length * CellWidth), below, _font, _ink);
    }

    private void DrawImage(SKCanvas canvas, PaperImage image, float left, int top)
    {
        for (int y = 0; y < image.HeightDots; y++)
        {
            for (int x = 0; x < image.WidthBytes * 8; x++)
            {
                if ((image.Dots[(y * image.WidthBytes) + (x / 8)] & (0x80 >> (x % 8))) != 0)
                    canvas.DrawRect(left + x, top + y, 1, 1, _ink);
            }
        }
    }

    private static int Indent(Align align, int paperDots, int dots) => align switch
    {
        Align.Left => 0,
        Align.Centre => Math.Max(0, paperDots - dots) / 2,
        Align.Right => Math.Max(0, paperDots - dots),
    };
}
