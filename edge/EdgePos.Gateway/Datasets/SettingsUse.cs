using EdgePos.HeadOffice.V1;
using EdgePos.Relay;

namespace EdgePos.Gateway;

/// <summary>
/// Settings that head office makes for a store. They are tried on the box's own before they are taken, and are in use after the box has
/// started anew, which it does by itself in a quiet moment.
/// </summary>
/// <param name="isTaken">False: this box is set by hand alone.</param>
internal sealed class SettingsUse(HeadOfficeLayer layer, QuietRestart restart, bool isTaken) : IDatasetUse
{
    private const int LongestValue = 1000, RowsMost = 1000;

    // What the shop is like. Whose box it is, its links, its devices and its keys are for who stands before it.
    private static readonly string[] Sections = ["Store:", "Till:", "Selling:", "Stock:", "Barcodes:", "Relay:HelpRevoked"];
    private static readonly string[] BoxesOwn = ["Store:Tenant", "Store:Code", "Store:Box", "Store:Currency", "Selling:Approvers"];

    /// <inheritdoc/>
    public string Dataset => "configuration";

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => Read(rowsFile).Wrong;

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile)
    {
        var (wrong, made) = Read(rowsFile);
        if (wrong is not null)
            return wrong;
        layer.Keep(made);
        bool isSame = made.Count == layer.InUse.Count
            && made.All(setting => layer.InUse.TryGetValue(setting.Key, out string? value) && value == setting.Value);
        restart.Want(!isSame);
        return null;
    }

    private (string? Wrong, IReadOnlyDictionary<string, string?> Made) Read(string file)
    {
        var made = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        if (!isTaken)
            return ("this box takes no settings from head office (Relay:TakeSettings)", made);
        using var rows = new BufferedStream(File.OpenRead(file));
        foreach (byte[] bytes in DatasetRows.All(rows))
        {
            var row = DatasetRows.Parse(SettingRow.Parser, bytes);
            if (Problem(row) is { } problem)
                return ($"{row.Name}: {problem}", made);
            if (!made.TryAdd(row.Name, row.Value))
                return ($"{row.Name} comes twice", made);
            if (made.Count > RowsMost)
                return ($"there are more than {RowsMost} settings", made);
        }

        return (layer.Problem(made), made);
    }

    private static string? Problem(SettingRow row) =>
        !Sections.Any(section => row.Name.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            || BoxesOwn.Contains(row.Name, StringComparer.OrdinalIgnoreCase) ? "this is set at the box alone"
        : row.Name.Contains('=', StringComparison.Ordinal) || row.Name.Any(char.IsControl) ? "this is no name of a setting"
        : row.Value.Length > LongestValue || row.Value.Any(char.IsControl) ? $"a value is one line of {LongestValue} characters at most"
        : null;
}
