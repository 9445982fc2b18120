using EdgePos.Ledger;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace EdgePos.Gateway;

/// <summary>
/// The settings that head office has made: over those of the box's files, under its environment and command line. They lie in a file of
/// the data folder, NAME=VALUE in each line, and are read at the start.
/// </summary>
internal sealed class HeadOfficeLayer
{
    private const string FileName = "headoffice.settings";

    private readonly string _path;
    private readonly IReadOnlyList<IConfigurationSource> _box;
    private readonly int _place;

    private HeadOfficeLayer(string path, IReadOnlyList<IConfigurationSource> box) =>
        (_path, _box, _place) = (path, box, 1 + box.ToList().FindLastIndex(source => source is JsonConfigurationSource));

    /// <summary>What is in use since the start.</summary>
    public IReadOnlyDictionary<string, string?> InUse { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Why what head office had made is not in use; empty: it is, or there is none.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Puts it into the settings of a box that is being started. What would keep the shop shut is left out, and told.</summary>
    public static HeadOfficeLayer AddTo(ConfigurationManager settings)
    {
        var layer = new HeadOfficeLayer(
            Path.Combine(settings["Gateway:DataFolder"] ?? "", FileName), [.. ((IConfigurationBuilder)settings).Sources]);
        var made = layer.Read();
        if (made.Count == 0 || !settings.GetValue("Relay:TakeSettings", true))
            return layer;
        if (layer.Problem(made) is { } problem)
        {
            layer.Trouble = problem;
            return layer;
        }

        ((IConfigurationBuilder)settings).Sources.Insert(layer._place, new MemoryConfigurationSource { InitialData = made });
        layer.InUse = made;
        return layer;
    }

    /// <summary>What would be wrong with the box's settings and these over them; null: nothing.</summary>
    public string? Problem(IReadOnlyDictionary<string, string?> made)
    {
        var sources = _box.ToList();
        sources.Insert(_place, new MemoryConfigurationSource { InitialData = made });
        var settings = new ConfigurationBuilder();
        foreach (var source in sources)
            settings.Add(source);
        var root = settings.Build();
        using var end = root as IDisposable;
        return Settings.Problem(root);
    }

    /// <summary>Keeps what head office has made, for the next start.</summary>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public void Keep(IReadOnlyDictionary<string, string?> made) => Disk.Replace(
        _path, System.Text.Encoding.UTF8.GetBytes(string.Concat(made.Select(setting => $"{setting.Key}={setting.Value}\n"))));

    private Dictionary<string, string?> Read() => !File.Exists(_path) ? [] : File.ReadLines(_path)
        .Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
        .DistinctBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(parts => parts[0], string? (parts) => parts[1], StringComparer.OrdinalIgnoreCase);
}
