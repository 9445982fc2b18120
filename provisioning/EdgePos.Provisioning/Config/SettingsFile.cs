using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgePos.Provisioning;

/// <summary>A file of settings that this tool writes.</summary>
internal static class SettingsFile
{
    /// <summary>Puts settings into a file, which is there as a whole or as it was.</summary>
    /// <param name="path">The file; made where it is not there.</param>
    /// <param name="settings">Sections and name with colons between, and the value.</param>
    /// <exception cref="ToolFault">The file is no JSON, or cannot be written.</exception>
    public static void Set(string path, params IEnumerable<(string Name, string Value)> settings)
    {
        var file = Read(path);
        foreach (var (name, value) in settings)
        {
            string[] parts = name.Split(':');
            var section = parts[..^1].Aggregate(file, Within);
            section.Remove(Spelled(section, parts[^1]));
            section[parts[^1]] = value;
        }

        WholeFile.Write(path, force: true, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            file.WriteTo(writer);
            return ExitCodes.Ok;
        });
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return !File.Exists(path) ? []
                : JsonNode.Parse(File.ReadAllText(path), documentOptions: BoxSettings.AsTheDaemonReads) as JsonObject
                ?? throw new JsonException("it must begin with {");
        }
        catch (JsonException wrong)
        {
            throw new ToolFault(ExitCodes.DamagedData, $"{path} is no JSON: {wrong.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.NotAllowed, $"{path} cannot be read: {fault.Message}");
        }
    }

    private static JsonObject Within(JsonObject outer, string name)
    {
        string spelled = Spelled(outer, name);
        if (outer[spelled] is not JsonObject inner)
            outer[spelled] = inner = [];
        return inner;
    }

    // Capitals do not matter in the names of settings.
    private static string Spelled(JsonObject within, string name) =>
        within.Select(one => one.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
}
