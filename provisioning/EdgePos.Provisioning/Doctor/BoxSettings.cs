using System.Text.Json;

namespace EdgePos.Provisioning;

/// <summary>
/// What the daemon was told, as far as files say: the same files in the same order, the later one counts. What systemd gives it in its
/// environment or on its command line is not seen here.
/// </summary>
internal sealed class BoxSettings
{
    /// <summary>What the daemon takes for JSON in a file of settings.</summary>
    public static readonly JsonDocumentOptions AsTheDaemonReads = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly string[] BesideProgram = ["appsettings.json", "appsettings.Production.json"];

    private readonly SortedDictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _files = [];
    private readonly List<string> _wrong = [];
    private readonly List<string> _closed = [];

    private BoxSettings()
    {
    }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>What is wrong with files, each with its name.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>What whoever runs this may not read, or is not there.</summary>
    public IReadOnlyList<string> Closed => _closed;

    /// <summary>A setting by its name, e.g. Relay:BrokerHost; empty where no file says it.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>Reads the files beside the daemon's program, those in /etc/edgepos, and further ones.</summary>
    /// <param name="machine">Whose /etc.</param>
    /// <param name="program">Folder of the programs.</param>
    /// <param name="more">Further files.</param>
    public static BoxSettings Read(Machine machine, string program, IEnumerable<string> more)
    {
        var settings = new BoxSettings();
        var beside = BesideProgram.Select(name => Path.Combine(program, name));
        return settings.Over([.. beside.Where(File.Exists), .. settings.OfFolder(machine), .. more]);
    }

    /// <summary>Reads these files alone, in their order.</summary>
    public static BoxSettings ReadFiles(IEnumerable<string> files) => new BoxSettings().Over(files);

    /// <summary>The same, and over it what head office has made for the box, NAME=VALUE in each line, where it is taken.</summary>
    public BoxSettings Under(string file)
    {
        if (File.Exists(file) && !this["Relay:TakeSettings"].Equals("false", StringComparison.OrdinalIgnoreCase))
            Take(file, TakeLines);
        return this;
    }

    /// <summary>The settings whose names begin with a section's and a colon, by the rest of their names.</summary>
    public IEnumerable<(string Name, string Value)> Of(string section) => _values
        .Where(one => one.Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase))
        .Select(one => (one.Key[(section.Length + 1)..], one.Value));

    private BoxSettings Over(IEnumerable<string> files)
    {
        foreach (string file in files)
            Take(file, TakeJson);
        return this;
    }

    private void Take(string file, Action<string> read)
    {
        try
        {
            read(File.ReadAllText(file));
            _files.Add(file);
        }
        catch (JsonException wrong)
        {
            _wrong.Add($"{file} is no JSON: {wrong.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _closed.Add(fault.Message);
        }
    }

    private IEnumerable<string> OfFolder(Machine machine)
    {
        try
        {
            return [.. machine.In("/etc/edgepos", "*.json").Select(machine.At)];
        }
        catch (UnauthorizedAccessException fault)
        {
            _closed.Add(fault.Message);
            return [];
        }
    }

    private void TakeJson(string text)
    {
        using var json = JsonDocument.Parse(text, AsTheDaemonReads);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("it must begin with {");
        TakeElement("", json.RootElement);
    }

    private void TakeElement(string name, JsonElement element)
    {
        string within = name.Length > 0 ? $"{name}:" : "";
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var part in element.EnumerateObject())
                TakeElement(within + part.Name, part.Value);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, part) in element.EnumerateArray().Index())
                TakeElement($"{within}{i}", part);
        }
        else
        {
            _values[name] = element.ToString();
        }
    }

    private void TakeLines(string text)
    {
        foreach (string[] parts in text.Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2))
            _values[parts[0]] = parts[1];
    }
}
