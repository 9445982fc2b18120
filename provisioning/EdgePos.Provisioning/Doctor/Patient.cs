namespace EdgePos.Provisioning;

/// <summary>What the doctor looks at: a machine, and the box that is set up on it.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Settings">What the daemon was told, as far as files say.</param>
/// <param name="DataFolder">Full path of the folder with the box's files.</param>
internal sealed record Patient(Machine Machine, BoxSettings Settings, string DataFolder)
{
    private const string UsualFolder = "/var/lib/edgepos";

    /// <summary>The box of a machine.</summary>
    /// <param name="dataFolder">Its data folder; null: as the settings say.</param>
    /// <param name="settingsFiles">Settings files beyond the usual ones.</param>
    public static Patient Of(Machine machine, string? dataFolder, IReadOnlyList<string> settingsFiles)
    {
        var settings = BoxSettings.Read(machine, AppContext.BaseDirectory, settingsFiles);
        string named = settings["Gateway:DataFolder"];
        string folder = Path.GetFullPath(dataFolder ?? (named.Length > 0 ? named : UsualFolder));
        return new Patient(machine, settings.Under(Path.Combine(folder, "headoffice.settings")), folder);
    }

    /// <summary>A file of the data folder.</summary>
    public string FileOf(string name) => Path.Combine(DataFolder, name);

    /// <summary>True where the data folder has such a file.</summary>
    /// <exception cref="UnauthorizedAccessException">Whoever runs this may not look into it: no answer would be true.</exception>
    public bool Has(string name) => Directory.Exists(DataFolder) && Directory.EnumerateFileSystemEntries(DataFolder, name).Any();
}
