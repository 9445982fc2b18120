using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;

namespace EdgePos.Provisioning;

/// <summary>
/// Installs a package: a copy that nobody else can change, judged by the keys of this box alone, then dpkg. It trusts nothing that the
/// daemon says; whoever has the daemon has no more than a package that they who build them signed. What became of it is left for the
/// daemon to read.
/// </summary>
internal sealed class InstallRun(UpdatePlaces places, Dpkg dpkg, TimeProvider time, TextWriter output)
{
    // What dpkg needs beside the files themselves.
    private const long SpareBytes = 64L * 1024 * 1024;

    private readonly VersionFolders _versions = new(places.Home);

    /// <summary>
    /// What the daemon has ordered. Where the power cut something off, only that is ended: the daemon orders again when nobody is served.
    /// For the unit.
    /// </summary>
    /// <exception cref="ToolFault">Somebody else installs, or the folder cannot be used.</exception>
    public async Task<int> OrderedAsync(CancellationToken stop)
    {
        using var hold = Hold();
        if (File.Exists(places.FlagFile))
            await RecoverAsync(stop);
        else if (ReadNumber(places.OrderFile) is { } order)
            await InstallAsync(order, places.CameDown(order), isUnsigned: false, stop);
        return ExitCodes.Ok; // how it ended is in the outcome, and the daemon tells it
    }

    /// <summary>What has come down, by hand and now.</summary>
    /// <exception cref="ToolFault">Nothing has, or somebody else installs.</exception>
    public Task<int> CameDownAsync(CancellationToken stop) =>
        ReadNumber(places.WantedFile) is { } order && File.Exists(places.CameDown(order))
            ? ByHandAsync(order, places.CameDown(order), isUnsigned: false, stop)
            : throw new ToolFault(ExitCodes.NoInput, "no package has come down that waits to be installed; see edgeposctl update --check");

    /// <summary>A file, by hand and now.</summary>
    /// <param name="isUnsigned">True: nobody need vouch for it.</param>
    /// <exception cref="ToolFault">It is not there, or somebody else installs.</exception>
    public Task<int> FileAsync(string file, bool isUnsigned, CancellationToken stop) => File.Exists(file)
        ? ByHandAsync(order: 0, file, isUnsigned, stop) : throw new ToolFault(ExitCodes.NoInput, $"there is no file {file}");

    private async Task<int> ByHandAsync(long order, string file, bool isUnsigned, CancellationToken stop)
    {
        using var hold = Hold();
        if (File.Exists(places.FlagFile))
            await RecoverAsync(stop);
        return await InstallAsync(order, file, isUnsigned, stop) ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    // Gives whether it runs.
    private async Task<bool> InstallAsync(long order, string file, bool isUnsigned, CancellationToken stop)
    {
        var package = new Judged("", "", "");
        try
        {
            package = await JudgeAsync(file, isUnsigned, stop);
            if (package.Problem is { } problem)
                return Tell(order, package, UpdateResult.Refused, problem);
            Disk.ReplaceText(places.FlagFile, $"{order}");
            Disk.SyncFolder(places.OutcomeFolder);
            string? wrong = await dpkg.InstallAsync(places.PackageFile, stop);
            bool runs = VersionFolders.VersionOf(_versions.Current)?.ToString() == package.Version;
            return runs && wrong is null
                ? Tell(order, package, UpdateResult.Installed, "")
                : Tell(order, package, UpdateResult.WentBack, wrong ?? $"dpkg is content, and {_versions.Current} runs all the same");
        }
        catch (ToolFault fault) when (fault.ExitCode != ExitCodes.DiskFailed)
        {
            return Tell(order, package, UpdateResult.Refused, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Tell(order, package, UpdateResult.Refused, fault.Message);
        }
        finally
        {
            File.Delete(places.PackageFile);
            File.Delete(places.FlagFile);
        }
    }

    // dpkg ends what it can. Without an outcome the daemon orders again what is not there then.
    private async Task RecoverAsync(CancellationToken stop)
    {
        output.WriteLine("The power went while an update was being installed; dpkg ends what it can.");
        string? wrong = await dpkg.ConfigureAsync(stop);
        output.WriteLine(wrong is null ? $"{_versions.Current} is current." : $"{_versions.Current} is current; dpkg says: {wrong}");
        File.Delete(places.PackageFile);
        File.Delete(places.FlagFile);
    }

    private async Task<Judged> JudgeAsync(string file, bool isUnsigned, CancellationToken stop)
    {
        var (size, sha256) = Copy(file);
        var running = VersionFolders.VersionOf(_versions.Current) ?? new Version(0, 0, 0);
        if (isUnsigned)
        {
            var said = await dpkg.FieldsAsync(places.PackageFile, stop);
            return new(said.Version, sha256,
                said.Package == ReleaseNote.OurPackage ? RoomProblem(said) : $"it is the package {said.Package}");
        }

        string noteFile = UpdatePlaces.NoteOf(file);
        if (!File.Exists(noteFile))
            return new("", sha256, $"there is no {noteFile}, which they who build packages make. A file of your own: --unsigned");
        var note = ReleaseNote.Read(ReadSome(noteFile, ReleaseNote.MaxNoteBytes));
        string version = note.Version.ToString();
        using var keys = Keys();
        string? problem = ReleaseRules.Problem(note, keys.VouchFor(note), running, ReleaseRules.Architecture)
            ?? (note.Sha256 != sha256 || note.Size != size
                ? "its package is not the one that its note was made for: it is damaged, or was exchanged" : null);
        if (problem is not null)
            return new(version, sha256, problem);
        var fields = await dpkg.FieldsAsync(places.PackageFile, stop);
        bool isThat = (fields.Package, fields.Version, fields.Architecture) == (note.Package, version, note.Architecture);
        return new(version, sha256, !isThat
            ? $"its note says {version} for {note.Architecture}, it is {fields.Package} {fields.Version} for {fields.Architecture}"
            : RoomProblem(fields));
    }

    private string? RoomProblem(PackageFields package)
    {
        long free = Volume.Of(places.Home).FreeBytes, wanted = package.InstalledBytes + SpareBytes;
        return free >= wanted ? null : $"its programs need {Shown.Size(wanted)} in {places.Home}, {Shown.Size(free)} are free: make room";
    }

    // Only root may have written a key, or whoever else may chooses what runs here.
    private ReleaseKeys Keys()
    {
        foreach (string file in ReleaseKeys.FilesIn(places.KeysFolder).Append(places.KeysFolder).Where(Path.Exists))
        {
            var owner = FileOwner.Of(file);
            bool isOpen = (owner.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
            if (isOpen || owner.User != FileOwner.Of(places.OutcomeFolder).User)
                throw new ToolFault(ExitCodes.NotAllowed, $"{file} can be written by others than root: chown root, chmod go-w");
        }

        return ReleaseKeys.Read(places.KeysFolder);
    }

    // Whatever happens to the file meanwhile: what was hashed is what will be installed.
    private (long Size, string Sha256) Copy(string file)
    {
        if (new FileInfo(file) is { LinkTarget: not null } or { Length: > ReleaseNote.MaxPackageBytes })
            throw new ToolFault(ExitCodes.DamagedData, $"{file} is no file of {ReleaseNote.MaxPackageBytes} bytes at most");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var from = File.OpenRead(file);
        File.Delete(places.PackageFile);
        using var to = new FileStream(places.PackageFile, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        byte[] some = new byte[64 * 1024];
        while (from.Read(some) is > 0 and var count && to.Length <= ReleaseNote.MaxPackageBytes)
        {
            hash.AppendData(some, 0, count);
            to.Write(some, 0, count);
        }

        to.Flush(flushToDisk: true);
        return (to.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private bool Tell(long order, Judged package, UpdateResult result, string why)
    {
        string runs = VersionFolders.VersionOf(_versions.Current)?.ToString() ?? "";
        var outcome = new UpdateOutcome(order, package.Version, package.Sha256, result, runs, time.GetUtcNow(), why);
        output.WriteLine(outcome);
        try
        {
            File.Delete(places.PackageFile); // its room may be what is missing
            Disk.Replace(places.OutcomeFile, outcome.Write());
        }
        catch (IOException fault)
        {
            throw new ToolFault(ExitCodes.DiskFailed, $"{places.OutcomeFile} cannot be written: {fault.Message}");
        }

        return result == UpdateResult.Installed;
    }

    private FileStream Hold()
    {
        try
        {
            Directory.CreateDirectory(places.OutcomeFolder);
            return new FileStream(places.HoldFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new ToolFault(ExitCodes.NotAllowed, $"{fault.Message}; run this as root: sudo edgeposctl update");
        }
        catch (IOException)
        {
            throw new ToolFault(ExitCodes.TryLater, "an update is being installed just now");
        }
    }

    private static long? ReadNumber(string file)
    {
        if (!File.Exists(file))
            return null;
        string first = System.Text.Encoding.ASCII.GetString(ReadSome(file, 1024)).Split(' ', '\n')[0];
        return long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static byte[] ReadSome(string file, int most)
    {
        using var from = File.OpenRead(file);
        byte[] bytes = new byte[most + 1];
        return bytes[..from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    /// <summary>A package that was looked at.</summary>
    /// <param name="Version">Its version; empty: not known.</param>
    /// <param name="Sha256">Its hash; empty: not read.</param>
    /// <param name="Problem">Why it is not installed; null: it is.</param>
    private sealed record Judged(string Version, string Sha256, string? Problem);
}
