using System.Text;

namespace EdgePos.Files;

/// <summary>
/// One line of comma-separated values, RFC 4180 without line breaks in fields: a quote that is not closed then spoils its
/// own line, which is told by its number, and not the rest of the file, as it would with a library that reads on.
/// </summary>
public static class CsvLine
{
    /// <summary>Splits a line; false where a quote stands where none may, or is not closed.</summary>
    public static bool TrySplit(string line, out List<string> fields)
    {
        fields = [];
        var field = new StringBuilder();
        int at = 0;
        while (true)
        {
            field.Clear();
            if (at < line.Length && line[at] == '"')
            {
                if (!Quoted(line, ref at, field))
                    return false;
            }
            else
            {
                int end = line.IndexOf(',', at) is >= 0 and int comma ? comma : line.Length;
                if (line.AsSpan(at, end - at).Contains('"'))
                    return false;
                field.Append(line, at, end - at);
                at = end;
            }

            fields.Add(field.ToString());
            if (at >= line.Length)
                return true;
            if (line[at++] != ',')
                return false;
        }
    }

    // Two quotes within quotes are one.
    private static bool Quoted(string line, ref int at, StringBuilder field)
    {
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                at++;
                return true;
            }
        }

        return false;
    }
}
