using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>What a package says of itself.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">For which machines.</param>
/// <param name="InstalledBytes">What its files need.</param>
internal sealed record PackageFields(string Package, string Version, string Architecture, long InstalledBytes);

/// <summary>Debian's installer.</summary>
internal sealed class Dpkg(SystemProgram program)
{
    /// <summary>What a package says of itself.</summary>
    /// <exception cref="ToolFault">It is no package.</exception>
    public async Task<PackageFields> FieldsAsync(string file, CancellationToken stop)
    {
        string[] wanted = ["Package", "Version", "Architecture", "Installed-Size"];
        var (code, said) = await program.RunAsync(["--field", file, .. wanted], stop);
        if (code != 0)
            throw new ToolFault(ExitCodes.DamagedData, $"{file} is no package: {LastLine(said)}");
        var fields = said.Split('\n').Select(line => line.Split(": ", 2)).Where(field => field.Length == 2)
            .ToLookup(field => field[0], field => field[1].Trim(), StringComparer.Ordinal);
        string Of(string name) => fields[name].FirstOrDefault()
            ?? throw new ToolFault(ExitCodes.DamagedData, $"{file} does not say its {name}");
        return new PackageFields(Of(wanted[0]), Of(wanted[1]), Of(wanted[2]),
            long.TryParse(Of(wanted[3]), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * 1024 : 0);
    }

    /// <summary>Installs a package. Gives why it did not work; null: it did.</summary>
    public Task<string?> InstallAsync(string file, CancellationToken stop) => TryAsync(["--install", file], stop);

    /// <summary>Ends what the power cut off. Gives why that did not work; null: it did.</summary>
    public Task<string?> ConfigureAsync(CancellationToken stop) => TryAsync(["--configure", "-a"], stop);

    private async Task<string?> TryAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        var (code, said) = await program.RunAsync(arguments, stop);
        return code == 0 ? null : LastLine(said);
    }

    // What our own package says says most; else what dpkg says last of an error.
    private static string LastLine(string said)
    {
        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.StartsWith("edgepos: ", StringComparison.Ordinal))
            ?? lines.LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? lines.LastOrDefault() ?? "it said nothing";
    }
}
