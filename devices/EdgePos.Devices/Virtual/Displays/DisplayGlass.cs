using System.Text;

namespace EdgePos.Devices;

/// <summary>The two lines of a virtual display, and its cursor.</summary>
internal sealed class DisplayGlass(int columns)
{
    private readonly char[][] _rows = [new char[columns], new char[columns]];

    public int Column { get; private set; }

    public int Row { get; private set; }

    public string Upper => new string(_rows[0]).TrimEnd();

    public string Lower => new string(_rows[1]).TrimEnd();

    public void Clear()
    {
        Array.Fill(_rows[0], ' ');
        Array.Fill(_rows[1], ' ');
        (Column, Row) = (0, 0);
    }

    public void ClearRow(int row)
    {
        Array.Fill(_rows[row], ' ');
        Column = 0;
    }

    public bool Move(int column, int row)
    {
        if (column < 0 || column >= columns || row is < 0 or > 1)
            return false;
        (Column, Row) = (column, row);
        return true;
    }

    // Overwrite mode: at the right end of one line the cursor goes to the left end of the other.
    public void Put(char letter)
    {
        _rows[Row][Column] = letter;
        if (++Column == columns)
            (Column, Row) = (0, 1 - Row);
    }

    /// <summary>A character of a table; ASCII is the same in all of them.</summary>
    public static char Letter(byte code, int codePage) => code < 0x80
        ? (char)code
        : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetString([code])[0];
}
