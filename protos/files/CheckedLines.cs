namespace EdgePos.Files;

/// <summary>A CSV file that is taken in whole or not at all, with every line that keeps it from that named.</summary>
public static class CheckedLines
{
    private const int BrokenShown = 10;

    /// <summary>Reads it.</summary>
    /// <param name="header">Its first line, the names of its fields.</param>
    /// <param name="read">Reads the fields of a line, as many as the header has; throws what is wrong with them.</param>
    /// <exception cref="InvalidDataException">Lines of it cannot be read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<T> Read<T>(string path, string header, Func<IReadOnlyList<string>, T> read)
    {
        var lines = TextFile.Read(path);
        if (lines.Count == 0 || lines[0].Text != header)
            throw new InvalidDataException($"the first line of {path} must be {header}");
        int fields = header.Split(',').Length;
        List<T> all = [];
        List<string> broken = [];
        foreach (var line in lines.Skip(1).Where(line => line.Text != ""))
        {
            try
            {
                all.Add(read(Cells(line.Text, fields)));
            }
            catch (InvalidDataException wrong)
            {
                broken.Add($"line {line.Number}: {wrong.Message}");
            }
        }

        return broken.Count == 0 ? all : throw new InvalidDataException(
            $"{broken.Count} lines of {path} cannot be used, nothing was taken in. {string.Join("; ", broken.Take(BrokenShown))}");
    }

    private static IReadOnlyList<string> Cells(string? line, int fields) =>
        line is null ? throw new InvalidDataException("it is not UTF-8")
        : !CsvLine.TrySplit(line, out var cells) ? throw new InvalidDataException("a quote is not closed or stands in the wrong place")
        : cells.Count != fields ? throw new InvalidDataException($"it has {cells.Count} fields, not {fields}")
        : cells;
}
