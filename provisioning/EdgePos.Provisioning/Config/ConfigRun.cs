using System.Text.RegularExpressions;

namespace EdgePos.Provisioning;

/// <summary>Shows, tries and changes the settings of a box.</summary>
internal sealed partial class ConfigRun(SettingsProgram daemon, TextWriter output)
{
    // After those that were written by hand, so that it stands over them.
    private const string OwnFile = "90-set.json";

    /// <summary>Each setting that begins so, and where it comes from.</summary>
    public async Task<int> ShowAsync(string begins, CancellationToken stop)
    {
        if (await daemon.AskAsync([], stop) is not { } settings)
            return ExitCodes.NotAsItMustBe;
        var shown = settings.Where(one => one.Name.StartsWith(begins, StringComparison.OrdinalIgnoreCase)).ToList();
        int width = shown.Select(one => one.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, value, source) in shown)
            output.WriteLine($"{name.PadRight(width)}  {value}   ({source})");
        return shown.Count > 0 ? ExitCodes.Ok : throw new ToolFault(ExitCodes.NoInput, $"no setting begins with {begins}");
    }

    /// <summary>Whether the daemon would start with them.</summary>
    public async Task<int> ValidateAsync(CancellationToken stop)
    {
        if (await daemon.AskAsync([], stop) is not { } settings)
            return ExitCodes.NotAsItMustBe;
        output.WriteLine($"The daemon would start with these {settings.Count} settings.");
        return ExitCodes.Ok;
    }

    /// <summary>Changes one. Nothing is changed where the daemon would not start with it.</summary>
    /// <exception cref="ToolFault">It is no name of a setting, or the file cannot be written.</exception>
    public async Task<int> SetAsync(string name, string value, CancellationToken stop)
    {
        if (!SettingName().IsMatch(name))
            throw new ToolFault(ExitCodes.Usage, $"{name} is no name of a setting; one is Store:Name");
        if (await daemon.AskAsync([$"--{name}={value}"], stop) is null)
        {
            output.WriteLine("Nothing was changed.");
            return ExitCodes.NotAsItMustBe;
        }

        string path = Path.Combine(daemon.Folder, OwnFile);
        SettingsFile.Set(path, (name, value));
        var now = (await daemon.AskAsync([], stop))?.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (now is not null && now.Source != path)
        {
            output.WriteLine($"{name} is written, but {now.Source} says {now.Value}, and stands over it.");
            return ExitCodes.NotAsItMustBe;
        }

        output.WriteLine($"{name} is written to {path}; in use after: systemctl restart edgepos");
        return ExitCodes.Ok;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(:[A-Za-z0-9_.-]+)+$")]
    private static partial Regex SettingName();
}
