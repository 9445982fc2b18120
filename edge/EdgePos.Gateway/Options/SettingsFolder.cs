using Microsoft.Extensions.Configuration.Json;

namespace EdgePos.Gateway;

/// <summary>
/// The box's own settings: every *.json of the folder that Gateway:SettingsFolder names, in the order of their names, over what
/// came with the program and under what head office sets, the environment and the command line.
/// </summary>
internal static class SettingsFolder
{
    /// <summary>Puts them into the settings of a box that is being started.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read, or is no JSON: it and the line are named.</exception>
    public static void AddTo(ConfigurationManager settings)
    {
        if (settings["Gateway:SettingsFolder"] is not { Length: > 0 } folder || !Directory.Exists(folder))
            return;
        var sources = ((IConfigurationBuilder)settings).Sources;
        int place = 1 + sources.ToList().FindLastIndex(source => source is JsonConfigurationSource);
        foreach (string file in FilesOf(folder))
        {
            var source = new JsonConfigurationSource { Path = file };
            source.ResolveFileProvider();
            sources.Insert(place++, source);
        }
    }

    // One that may not be read would be passed over in silence by the library.
    private static IEnumerable<string> FilesOf(string folder)
    {
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)];
            foreach (string file in files)
                File.OpenHandle(file).Dispose();
            return files;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"the settings in {folder} cannot be read: {fault.Message}", fault);
        }
    }
}
