using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// Versions of the box's own programs that head office sends: taken where they who built them are known to the box, and kept for root to
/// install. Head office's signature alone is not enough.
/// </summary>
/// <param name="isTaken">False: this box is updated by hand alone.</param>
internal sealed class SoftwareUse(UpdateFolder folder, string keysFolder, bool isTaken, DiskWatch disk, TimeProvider time) : IDatasetUse
{
    private const string Prefix = "software-";

    // What came, its content, the package, root's copy of it, and its programs unpacked.
    private const int RoomTimes = 8;

    /// <summary>Name of the dataset: that of this machine's kind.</summary>
    public static string Name { get; } = Prefix + ReleaseRules.Architecture;

    /// <inheritdoc/>
    public string Dataset => Name;

    // A version that failed is not wanted back; the one in use makes the next one small where only its window is another.
    /// <inheritdoc/>
    public int KeptMost => 1;

    /// <summary>True for the dataset of another kind of machine: a box of the same store needs it, this one does not.</summary>
    public static bool IsForOthers(string dataset) => dataset.StartsWith(Prefix, StringComparison.Ordinal) && dataset != Name;

    /// <inheritdoc/>
    public string? Hindrance(Manifest manifest) =>
        !isTaken ? "this box takes no updates from head office (Update:Take)"
        : !ReleaseKeys.FilesIn(keysFolder).Any() ? $"this box knows nobody whose packages it may install: {WhereKeysGo}"
        : disk.Disk != DiskState.Well || disk.FreeBytes < manifest.Size * RoomTimes
            ? $"the disk has {disk.FreeBytes / 1_000_000} MB left, an update needs {manifest.Size * RoomTimes / 1_000_000} MB: make room"
        : null;

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => Unpack(manifest, rowsFile).Wrong;

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile)
    {
        var (wrong, wanted) = Unpack(manifest, rowsFile);
        if (wanted is not null)
            folder.Want(wanted);
        return wrong;
    }

    private (string? Wrong, WantedSoftware? Wanted) Unpack(Manifest manifest, string rowsFile)
    {
        if (!isTaken)
            return ("this box takes no updates from head office (Update:Take)", null);
        using var rows = new BufferedStream(File.OpenRead(rowsFile), 64 * 1024);
        if (DatasetRows.Next(rows) is not { } first || DatasetRows.Parse(SoftwareRow.Parser, first).Release is not { } release)
            return ("its first row is not the release", null);
        byte[] bytes = release.Note.ToByteArray();
        var note = ReleaseNote.Read(bytes);
        var wanted = new WantedSoftware(manifest.Version, note, new(release.WindowFrom, release.WindowUntil), release.Ring, release.Again,
            time.GetUtcNow().ToUs());
        if ((Problem(note) ?? Problem(wanted)) is { } problem)
            return (problem, null);
        // Its package may be done with already: then nothing is to be installed.
        if (folder.Has(manifest.Version) || note.Version.ToString() == RunningVersion.Now)
        {
            folder.KeepNote(manifest.Version, bytes);
            return (null, wanted);
        }

        return folder.Keep(manifest.Version, bytes, note, Pieces(rows)) is { } wrong ? (wrong, null) : (null, wanted);
    }

    private string WhereKeysGo => $"put the public key of those who build them into {keysFolder}";

    private string? Problem(ReleaseNote note)
    {
        using var keys = ReleaseKeys.Read(keysFolder);
        if (keys.Count == 0)
            return $"this box knows nobody whose packages it may install: {WhereKeysGo}";
        return ReleaseRules.Problem(note, keys.VouchFor(note), ReleaseNote.VersionOf(RunningVersion.Now), ReleaseRules.Architecture);
    }

    private static string? Problem(WantedSoftware wanted) =>
        !wanted.Window.IsOne ? "its window is no hours of a day"
        : wanted.Ring.Length > 64 || wanted.Ring.Any(char.IsControl) ? "its ring has no name"
        : null;

    private static IEnumerable<SoftwarePiece> Pieces(Stream rows) => DatasetRows.All(rows).Select(row =>
        DatasetRows.Parse(SoftwareRow.Parser, row).Piece ?? throw new InvalidDataException("a row is no piece of a package"));
}
