namespace EdgePos.Devices;

/// <summary>The paper in a printer, whatever dialect moves it.</summary>
internal sealed class PaperRoll(int columns)
{
    public const int DotsPerColumn = 12;
    private const char DotsCharacter = '▯';

    private readonly List<PaperRow> _rows = [];
    private readonly List<Cell> _line = [];
    private int _drawerOpened;

    public int Dots => columns * DotsPerColumn;

    /// <summary>Paper that was cut off, in order; the caller takes it away.</summary>
    public Queue<Paper> Cut { get; } = new();

    public int DrawerOpenings { get; private set; }

    /// <summary>Printed and not cut.</summary>
    public Paper Hanging => new(columns, [.. _rows], _drawerOpened);

    public void Put(Align align, Cell printed)
    {
        if (_line.Sum(cell => cell.Width) + printed.Width > columns)
            EndLine(align);
        _line.Add(printed with { Character = char.IsControl(printed.Character) ? ' ' : printed.Character });
    }

    /// <summary>Columns of three bytes, among the characters of the line.</summary>
    public void PutDots(Align align, Cell style, byte[] columnsOfThree)
    {
        foreach (byte[] cell in columnsOfThree.Chunk(3 * DotsPerColumn))
            Put(align, style with { Character = DotsCharacter, Width = 1, Height = 1, Dots = cell });
    }

    public void EndLine(Align align)
    {
        _rows.Add(new PaperLine(align, [.. _line]));
        _line.Clear();
    }

    public void Feed(Align align, int lines)
    {
        if (_line.Count > 0)
        {
            EndLine(align);
            lines--;
        }

        for (int i = 0; i < lines; i++)
            EndLine(align);
    }

    public void Add(PaperRow row) => _rows.Add(row);

    /// <summary>What of a line is not printed yet is lost.</summary>
    public void DropLine() => _line.Clear();

    public void CutHere(Align align)
    {
        if (_line.Count > 0)
            EndLine(align);
        Cut.Enqueue(Hanging);
        _rows.Clear();
        _drawerOpened = 0;
    }

    public void OpenDrawer()
    {
        _drawerOpened++;
        DrawerOpenings++;
    }
}
