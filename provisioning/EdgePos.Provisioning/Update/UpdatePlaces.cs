namespace EdgePos.Provisioning;

/// <summary>Where an update finds and leaves what.</summary>
/// <param name="DataFolder">The daemon's folder. Nothing in it is believed.</param>
/// <param name="OutcomeFolder">Root's folder, where the daemon may read.</param>
/// <param name="KeysFolder">The public keys of those who build packages.</param>
/// <param name="Home">The folder with the programs of each version.</param>
internal sealed record UpdatePlaces(string DataFolder, string OutcomeFolder, string KeysFolder, string Home)
{
    /// <summary>The file by which the daemon asks for an update: the number of what it wants installed.</summary>
    public string OrderFile => Path.Combine(DataFolder, "update", "order");

    /// <summary>The file that says which number the daemon wants, installed or not.</summary>
    public string WantedFile => Path.Combine(DataFolder, "update", "wanted");

    /// <summary>Our own copy of a package.</summary>
    public string PackageFile => Path.Combine(OutcomeFolder, "package.deb");

    /// <summary>It is there while dpkg works: found at a start, the power went meanwhile.</summary>
    public string FlagFile => Path.Combine(OutcomeFolder, "installing");

    /// <summary>What became of the last one.</summary>
    public string OutcomeFile => Path.Combine(OutcomeFolder, HeadOffice.V1.UpdateOutcome.FileName);

    /// <summary>Held by who installs, one at a time.</summary>
    public string HoldFile => Path.Combine(OutcomeFolder, "held");

    /// <summary>A package that the daemon has kept.</summary>
    public string CameDown(long order) => Path.Combine(DataFolder, "update", $"{order}.deb");

    /// <summary>The note of a package.</summary>
    public static string NoteOf(string package) => package + ".sig";
}
