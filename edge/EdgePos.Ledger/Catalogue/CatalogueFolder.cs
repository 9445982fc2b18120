using System.Globalization;

namespace EdgePos.Ledger;

/// <summary>A line of the file "current".</summary>
/// <param name="Version">The version.</param>
/// <param name="MadeCurrentUs">When it was last made current, UTC microseconds; 0: not known.</param>
/// <param name="Command">The command that rolled back to it; all zero: none.</param>
internal sealed record PointerLine(string Version, long MadeCurrentUs, Guid Command);

/// <summary>
/// The files of the shelf. VERSION.db is a version; "current" has a line for each version that is kept, the current one
/// first, and is replaced by one rename, so that version, order and command change at once; the rest is left over.
/// </summary>
internal sealed class CatalogueFolder(string path)
{
    private const int VersionDigits = 16;

    private readonly string _pointer = System.IO.Path.Combine(path, "current");

    public string Path => path;

    /// <summary>Where a new version is built.</summary>
    public string BuildingFile => System.IO.Path.Combine(path, "building-1");

    /// <summary>True where a version was made current once.</summary>
    public bool HasPointer => File.Exists(_pointer);

    public string FileOf(string version) => System.IO.Path.Combine(path, version + ".db");

    /// <summary>Makes the folder where there is none, and removes what a crash left half done.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(path);
        foreach (string left in Directory.GetFiles(path, "building-*"))
            File.Delete(left);
        File.Delete(_pointer + ".new");
    }

    /// <summary>The versions that have a file, the newest file first.</summary>
    public IEnumerable<string> Versions() => new DirectoryInfo(path).GetFiles("*.db").OrderByDescending(file => file.LastWriteTimeUtc)
        .Select(file => System.IO.Path.GetFileNameWithoutExtension(file.Name)).Where(IsVersion);

    /// <summary>The lines that "current" has; null in place of one that does not read as it must.</summary>
    public IReadOnlyList<PointerLine?> ReadPointer() => HasPointer ? [.. File.ReadAllLines(_pointer).Select(LineOf)] : [];

    /// <summary>The switch: whoever opens the shelf from now on finds these versions, the first one current.</summary>
    public void ReplacePointer(IEnumerable<CatalogueVersion> versions) => Disk.ReplaceText(_pointer, string.Join('\n',
        versions.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Version} {v.MadeCurrentUs} {v.Command:D}"))));

    /// <summary>Renames the file of a damaged version, so that nobody opens it and somebody can look into it.</summary>
    /// <returns>The name it has now.</returns>
    public string SetAside(string version)
    {
        string aside = FileOf(version) + ".damaged";
        File.Move(FileOf(version), aside, overwrite: true);
        return System.IO.Path.GetFileName(aside);
    }

    // Version, time, command; the last two were not always written.
    private static PointerLine? LineOf(string line)
    {
        string[] words = line.Split(' ');
        var (us, command) = (0L, Guid.Empty);
        bool reads = IsVersion(words[0])
            && (words.Length == 1 || long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out us))
            && (words.Length <= 2 || Guid.TryParseExact(words[2], "D", out command));
        return reads ? new PointerLine(words[0], us, command) : null;
    }

    private static bool IsVersion(string text) => text.Length == VersionDigits && text.All(char.IsAsciiHexDigitLower);
}
