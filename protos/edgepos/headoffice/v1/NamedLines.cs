using System.Globalization;
using System.Text;

namespace EdgePos.HeadOffice.V1;

/// <summary>A small file with "Name: value" in each line, for people and programs alike; each name once, none that nobody knows.</summary>
internal sealed class NamedLines
{
    private const int MostBytes = 16 * 1024;

    private readonly Dictionary<string, string> _values;

    private NamedLines(Dictionary<string, string> values) => _values = values;

    /// <summary>What stands after a name; null: it is not there.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Reads it.</summary>
    /// <param name="known">The names that there are.</param>
    /// <exception cref="InvalidDataException">It is none, or has a name twice or one that is not known.</exception>
    public static NamedLines Read(ReadOnlySpan<byte> file, params ReadOnlySpan<string> known)
    {
        if (file.Length > MostBytes)
            throw new InvalidDataException($"it has {file.Length} bytes, {MostBytes} at most");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 1 || line.Any(char.IsControl))
                throw new InvalidDataException("a line is not like Name: value");
            if (!known.Contains(line[..colon]) || !values.TryAdd(line[..colon], line[(colon + 2)..]))
                throw new InvalidDataException($"{line[..colon]} comes twice, or nobody knows it");
        }

        return new NamedLines(values);
    }

    /// <summary>Writes it. What would be a second line becomes a space.</summary>
    public static byte[] Write(params ReadOnlySpan<(string Name, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in lines)
        {
            text.Append(name).Append(": ");
            foreach (char letter in value)
                text.Append(char.IsControl(letter) ? ' ' : letter);
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What stands after a name.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public string Required(string name) => this[name] ?? throw new InvalidDataException($"{name} is missing");

    /// <summary>The number after a name, zero or more.</summary>
    /// <exception cref="InvalidDataException">It is not there, or is none.</exception>
    public long Number(string name) => long.TryParse(Required(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number : throw new InvalidDataException($"{name} is no number");
}
