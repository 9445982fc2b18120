using System.Formats.Tar;
using System.IO.Compression;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>
/// A backup, opened into a folder that nobody looks into yet: every chunk proven, only what is a part of a box, its ledger whole. Whoever
/// has the public key can make one that opens, so nothing in it is believed.
/// </summary>
/// <param name="Folder">Where its parts lie.</param>
/// <param name="Header">What it says of itself; the ledger in it says the same.</param>
/// <param name="Registers">The registers that the ledger knows, but for those that were shut out.</param>
internal sealed record UnpackedBackup(string Folder, BackupHeader Header, IReadOnlyList<RegisterRow> Registers)
{
    private const string UsualSettings = "/etc/edgepos";
    private const long RoomLeft = 64L * 1024 * 1024;
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ToAll = ForOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead; // what a part may be at most

    /// <summary>The ledger.</summary>
    public string LedgerFile => Path.Combine(Folder, BackupParts.Ledger);

    /// <summary>What lay on the counter.</summary>
    public string CounterFile => Path.Combine(Folder, BackupParts.Counter);

    /// <summary>The box's own settings.</summary>
    public string SettingsFolder => Path.Combine(Folder, BackupParts.Settings);

    /// <summary>True where registers know the box by the key in it.</summary>
    public bool HasAuthority => File.Exists(Path.Combine(Folder, BackupParts.AuthorityKey));

    /// <summary>Opens a backup, all of it, and proves it.</summary>
    /// <param name="folder">Empty, and for this alone.</param>
    /// <exception cref="BackupFault">It cannot be trusted, and why.</exception>
    /// <exception cref="LedgerFault">Its ledger cannot be opened.</exception>
    /// <exception cref="IOException">The disk does not let it.</exception>
    public static UnpackedBackup Open(
        string file, BackupKey key, string folder, TimeProvider time, IProgress<CheckProgress> progress, CancellationToken stop)
    {
        BackupHeader header;
        using (var sealedFile = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 256 * 1024))
            header = SealedBackup.Open(sealedFile, key, plain => Unpack(plain, folder), stop);
        var unpacked = new UnpackedBackup(folder, header, []);
        if (!File.Exists(unpacked.LedgerFile))
            throw new BackupFault("there is no ledger in this backup: take another one");
        LedgerBackup.BringUp(unpacked.LedgerFile, time);
        var result = LedgerCheck.Run(unpacked.LedgerFile, new JournalMark(header.Head.Seq, header.Head.Hash), progress, stop);
        if (!result.IsSound)
            throw new BackupFault($"the ledger in this backup is not sound ({result.Findings[0]}): take another one");
        var ledger = new LedgerReader(unpacked.LedgerFile);
        if (ledger.Identity() != header.Box || !ledger.Head().Epoch.AsSpan().SequenceEqual(header.Head.Epoch)
            || ledger.Head().Seq != header.Head.Seq)
            throw new BackupFault("the ledger in this backup is not the one that the backup says it is: take another one");
        return unpacked with { Registers = [.. ledger.Registers().Where(row => row.RevokedUs == 0)] };
    }

    /// <summary>
    /// Where a file lies that a setting names: among the backup's settings or what enrolment gave, where it will be one of them.
    /// </summary>
    /// <param name="named">As a setting names it.</param>
    /// <param name="settingsFolder">Where the settings will be.</param>
    public string FileOf(string named, string settingsFolder)
    {
        string enrolled = Path.Combine(Folder, BackupParts.Broker, Path.GetFileName(named));
        if (Path.GetFileName(Path.GetDirectoryName(named)) == BackupParts.Broker && File.Exists(enrolled))
            return enrolled;
        string part = Path.Combine(SettingsFolder, Path.GetFileName(named));
        bool isBeside = Path.GetDirectoryName(named) is var within && (within == settingsFolder || within == UsualSettings);
        return named.Length > 0 && (isBeside || !File.Exists(named)) && File.Exists(part) ? part : named;
    }

    private static void Unpack(Stream plain, string folder)
    {
        try
        {
            using var zip = new GZipStream(plain, CompressionMode.Decompress, leaveOpen: true);
            using var tar = new TarReader(zip, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
                Take(entry, folder);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or FormatException or ArgumentException or OverflowException
            or NotSupportedException or EndOfStreamException or InvalidOperationException)
        {
            throw new BackupFault($"what is in this backup cannot be read: {wrong.Message}", wrong);
        }
        catch (IOException wrong) when (wrong.GetType() != typeof(IOException) && wrong.GetType().Assembly == typeof(GZipStream).Assembly)
        {
            throw new BackupFault($"what is in this backup does not unfold: {wrong.Message}", wrong); // zlib's own, which is internal
        }
    }

    private static void Take(TarEntry entry, string folder)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !BackupParts.IsPart(entry.Name))
            throw new BackupFault("there is something in this backup that is no part of a box; nothing of it was restored");
        string file = Path.Combine(folder, entry.Name);
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < entry.Length + RoomLeft)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"{entry.Name} takes {Shown.Size(entry.Length)}, and the disk has "
                + $"{Shown.Size(free)} free: make room, or take a larger disk. Nothing was changed");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var to = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = (entry.Mode & ToAll) | ForOwner,
        });
        entry.DataStream?.CopyTo(to);
    }
}
