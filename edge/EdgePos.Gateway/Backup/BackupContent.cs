using System.Formats.Tar;
using System.IO.Compression;
using EdgePos.Ledger;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// What is in a backup: all that another machine needs to be this box, but for PINs, which never leave it, and what systemd keeps as
/// credentials. A gzipped tar archive.
/// </summary>
internal sealed class BackupContent(DataFolder data, IOptions<GatewayOptions> gateway, ILogger<BackupContent> log)
{
    private const int SettingsBytesMost = 4 * 1024 * 1024;
    private const string Pointer = "current"; // of the price books, CatalogueFolder

    private const UnixFileMode Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] OfDatabases = [".db", "-wal", "-shm", "-journal"];

    private string HeadOfficeFolder => Path.Combine(data.Path, BackupParts.HeadOffice);

    /// <summary>Copies what is written all the time but the ledger, and after it: what is sold meanwhile is closed here too.</summary>
    /// <param name="folder">Where the copies go.</param>
    /// <exception cref="LedgerFault">A file cannot be copied.</exception>
    public void CopyBesideLedger(string folder, Action pause, CancellationToken stop)
    {
        HotCopy.Make(data.CounterFile, Path.Combine(folder, BackupParts.Counter), pause, stop);
        string books = Directory.CreateDirectory(Path.Combine(folder, BackupParts.HeadOffice)).FullName;
        foreach (string file in FilesOf(HeadOfficeFolder).Where(file => file.EndsWith(".db", StringComparison.Ordinal)))
            HotCopy.Make(file, Path.Combine(books, Path.GetFileName(file)), pause, stop);
    }

    /// <summary>Writes all of it.</summary>
    /// <param name="copies">The folder with the copies.</param>
    public void Write(Stream to, string copies)
    {
        using var zip = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        using var tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true);
        Put(tar, BackupParts.Ledger, Path.Combine(copies, BackupParts.Ledger));
        Put(tar, BackupParts.Counter, Path.Combine(copies, BackupParts.Counter));
        PutAll(tar, BackupParts.HeadOffice, Path.Combine(copies, BackupParts.HeadOffice), _ => true);
        PutAll(tar, BackupParts.HeadOffice, HeadOfficeFolder,
            name => !OfDatabases.Any(end => name.EndsWith(end, StringComparison.Ordinal)));
        foreach (string name in new[] { BackupParts.HeadOfficeSettings, BackupParts.AuthorityKey, BackupParts.AuthorityRoot })
            Put(tar, name, Path.Combine(data.Path, name));
        PutAll(tar, BackupParts.Broker, Path.Combine(data.Path, BackupParts.Broker), IsWhole);
        PutPriceBook(tar);
        foreach (string dataset in Directory.Exists(data.DatasetFolder) ? Directory.GetDirectories(data.DatasetFolder) : [])
            PutAll(tar, $"{BackupParts.Datasets}/{Path.GetFileName(dataset)}", dataset, IsWhole);
        PutSettings(tar);
    }

    // The one in use: a shop without a line to head office has nowhere else to get it.
    private void PutPriceBook(TarWriter tar)
    {
        string pointer = Path.Combine(data.CatalogueFolder, Pointer);
        while (File.Exists(pointer) && File.ReadLines(pointer).FirstOrDefault() is { Length: > 0 } line)
        {
            string version = line.Split(' ')[0] + ".db";
            if (Put(tar, $"{BackupParts.Catalogue}/{version}", Path.Combine(data.CatalogueFolder, version)))
            {
                Put(tar, $"{BackupParts.Catalogue}/{Pointer}", new MemoryStream(System.Text.Encoding.ASCII.GetBytes(line + "\n")),
                    File.GetUnixFileMode(pointer));
                return;
            }

            if (File.ReadLines(pointer).FirstOrDefault() == line)
                return; // not another one meanwhile: there is none
        }
    }

    private void PutSettings(TarWriter tar)
    {
        foreach (string file in FilesOf(gateway.Value.SettingsFolder))
        {
            try
            {
                if (new FileInfo(file).Length > SettingsBytesMost)
                    Log.NotInBackup(log, file, "it is too large for a setting or a certificate");
                else // at once: somebody may write it meanwhile
                    Put(tar, $"{BackupParts.Settings}/{Path.GetFileName(file)}", new MemoryStream(File.ReadAllBytes(file)),
                        File.GetUnixFileMode(file));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Log.NotInBackup(log, file, fault.Message);
            }
        }
    }

    private void PutAll(TarWriter tar, string within, string folder, Func<string, bool> wanted)
    {
        foreach (string file in FilesOf(folder).Where(file => wanted(Path.GetFileName(file))))
            Put(tar, $"{within}/{Path.GetFileName(file)}", file);
    }

    // False: it is not there, or no longer.
    private bool Put(TarWriter tar, string name, string file)
    {
        if (!File.Exists(file))
            return false;
        FileStream content;
        try
        {
            content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        using (content)
            Put(tar, name, content, File.GetUnixFileMode(content.SafeFileHandle));
        return true;
    }

    private void Put(TarWriter tar, string name, Stream content, UnixFileMode mode)
    {
        if (!BackupParts.IsPart(name))
        {
            Log.NotInBackup(log, name, "a name has letters, digits, dots, hyphens and underscores, and begins with one of the first two");
            return;
        }

        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = mode & Permissions });
    }

    // What is on its way into its place is no file yet.
    private static bool IsWhole(string name) =>
        !name.EndsWith(".part", StringComparison.Ordinal) && !name.EndsWith(".new", StringComparison.Ordinal);

    private static string[] FilesOf(string folder) => folder.Length > 0 && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
}
