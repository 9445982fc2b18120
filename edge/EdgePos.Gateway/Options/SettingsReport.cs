using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace EdgePos.Gateway;

/// <summary>
/// `edgepos-gateway settings`: what a start would make of the settings, and where each comes from. No file of the box's is opened, so the
/// daemon may run meanwhile.
/// </summary>
internal static class SettingsReport
{
    /// <summary>Name=value, a tab, and where it comes from; a line each, in the order of their names.</summary>
    public static void Write(IConfigurationRoot settings, TextWriter output)
    {
        foreach (string line in SettingsShown.Of(settings))
        {
            string plain = string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter));
            output.WriteLine($"{plain}\t{SourceOf(settings, line[..line.IndexOf('=', StringComparison.Ordinal)])}");
        }
    }

    // The last that has it counts.
    private static string SourceOf(IConfigurationRoot settings, string name) =>
        settings.Providers.LastOrDefault(provider => provider.TryGet(name, out _)) switch
        {
            JsonConfigurationProvider { Source: { FileProvider: { } files, Path: { } path } } =>
                files.GetFileInfo(path).PhysicalPath ?? path,
            CommandLineConfigurationProvider => "command line",
            EnvironmentVariablesConfigurationProvider => "environment",
            _ => "head office",
        };
}
