using System.Globalization;
using System.Runtime.InteropServices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>The versions that a package has laid down: each whole in a folder, `current` and `previous` lead to one by a link.</summary>
internal sealed partial class VersionFolders(string home)
{
    /// <summary>Name of the folder that runs; null: none does.</summary>
    public string? Current => Named("current");

    /// <summary>Name of the folder that ran before; null: none did.</summary>
    public string? Previous => Named("previous");

    /// <summary>The version in a folder's name; null: it has none.</summary>
    public static Version? VersionOf(string? folder) => folder is null ? null : ReleaseNote.TryVersion(folder.Split('-')[0]);

    /// <summary>The newest schema of the ledger that a version can read; null: it does not say.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public long? LedgerSchemaOf(string folder)
    {
        string file = Path.Combine(home, "versions", folder, "ledger-schema");
        string said = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out long schema) ? schema : null;
    }

    /// <summary>Makes the version before current again, and the current one the one before.</summary>
    /// <exception cref="ToolFault">It may not be done.</exception>
    public void Exchange()
    {
        var (current, previous) = (Current!, Previous!);
        try
        {
            Point("previous", current);
            Point("current", previous);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new ToolFault(ExitCodes.NotAllowed, $"{fault.Message}; run this as root: sudo edgeposctl rollback");
        }
        catch (IOException fault)
        {
            throw new ToolFault(ExitCodes.DiskFailed, fault.Message);
        }
    }

    private string? Named(string link) => new FileInfo(Path.Combine(home, link)).LinkTarget is { } target
        && Directory.Exists(Path.Combine(home, target)) ? Path.GetFileName(target) : null;

    // By one rename, on disk when it returns: whenever the power goes, the link leads to a whole version.
    private void Point(string link, string folder)
    {
        string aside = Path.Combine(home, link + ".new");
        File.Delete(aside);
        File.CreateSymbolicLink(aside, Path.Combine("versions", folder));
        if (Rename(aside, Path.Combine(home, link)) != 0)
            throw new IOException($"{Path.Combine(home, link)}: {Marshal.GetLastPInvokeErrorMessage()}");
        Disk.SyncFolder(home);
    }

    // The library's own move follows a link to a folder.
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
