using System.Text;

namespace EdgePos.Devices;

/// <summary>Paper as it would look in a terminal.</summary>
public static class PaperText
{
    /// <summary>The paper in a frame, the cut as a dashed line.</summary>
    public static string Draw(Paper paper)
    {
        var text = new StringBuilder();
        text.Append('╭').Append('─', paper.Columns + 2).Append('╮').Append('\n');
        foreach (var row in paper.Rows)
        {
            string line = Line(row, paper.Columns);
            text.Append("│ ").Append(line).Append(' ', Math.Max(0, paper.Columns - line.Length)).Append(" │\n");
        }

        text.Append('╰').Append('╌', paper.Columns + 2).Append("╯\n");
        if (paper.DrawerOpened > 0)
            text.Append("  [drawer opens]\n");
        return text.ToString();
    }

    private static string Line(PaperRow row, int columns) => row switch
    {
        PaperLine line => Place(Spaced(line), line.Align, columns),
        PaperImage image => Place($"[picture {image.WidthBytes * 8} x {image.HeightDots} dots]", image.Align, columns),
        PaperCode code => Place(code.Text, code.Align, columns),
        _ => "",
    };

    // A wide character takes its columns: the rest are blanks.
    private static string Spaced(PaperLine line) =>
        string.Concat(line.Cells.Select(cell => cell.Character + new string(' ', cell.Width - 1)));

    private static string Place(string text, Align align, int columns)
    {
        int free = Math.Max(0, columns - text.Length);
        int before = align switch
        {
            Align.Left => 0,
            Align.Centre => free / 2,
            Align.Right => free,
        };
        string line = new string(' ', before) + text;
        return line.Length > columns ? line[..columns] : line;
    }
}
