using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>
/// The versions of the price book in a folder, and which one is current. Importing and rolling back make another one
/// current by one rename; readers go on with the version that they borrowed. Three versions are kept. Safe from any thread.
/// </summary>
public sealed class CatalogueShelf : IDisposable
{
    /// <summary>The current version and those to go back to.</summary>
    internal const int VersionsKept = 3;

    private readonly CatalogueFolder _folder;
    private readonly Currency _currency;
    private readonly TimeProvider _time;
    // Makes one change at a time. Whoever reads does not wait for it.
    private readonly Lock _changing = new();
    private readonly List<CatalogueFile> _leaving = [];
    private volatile CatalogueFile? _current;
    private volatile IReadOnlyList<CatalogueVersion> _versions;
    private volatile string _trouble;
    private int _builds;
    private string? _waiting;

    private CatalogueShelf(CatalogueFolder folder, Currency currency, TimeProvider time, CatalogueOpening opening)
    {
        (_folder, _currency, _time) = (folder, currency, time);
        (_current, _versions, _trouble, Findings) = (opening.Current, opening.Versions, opening.Trouble, opening.Findings);
    }

    /// <summary>The versions that are kept: the current one first, then those that were current last.</summary>
    public IReadOnlyList<CatalogueVersion> Versions => _versions;

    /// <summary>The current version; null where the box has no price book.</summary>
    public CatalogueVersion? Current => _versions.FirstOrDefault(version => version.IsCurrent);

    /// <summary>What a person must know and do about the price books; empty where all is well.</summary>
    public string Trouble => _trouble;

    /// <summary>What could not be used when the shelf was opened, and what became of it: a sentence each.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>Opens the shelf, making the folder where there is none.</summary>
    /// <exception cref="LedgerFault">The folder cannot be used, or the current version is in another currency.</exception>
    public static CatalogueShelf Open(string folder, Currency currency, TimeProvider time) => Database.Guard(folder, () =>
    {
        var files = new CatalogueFolder(folder);
        files.Prepare();
        return new CatalogueShelf(files, currency, time, CatalogueOpening.Of(files, currency));
    });

    /// <summary>The current version, to read from and then to dispose; null where the box has no price book.</summary>
    public CatalogueFile? Borrow()
    {
        // Where the last holder has just let go of it, another one is current already.
        while (_current is { } book)
        {
            if (book.TryHold())
                return book;
        }

        return null;
    }

    /// <summary>Begins a new version beside the current one. One at a time, until it is disposed.</summary>
    /// <param name="merge">True: the items of the current version are in it from the start.</param>
    /// <exception cref="LedgerFault">Busy: another one is being built; or the disk does not let it.</exception>
    public CatalogueBuilder Build(bool merge)
    {
        if (Interlocked.Exchange(ref _builds, 1) == 1)
            throw new LedgerFault(FaultKind.Busy, "import", _folder.Path, "another import is under way");
        try
        {
            return Database.Guard(_folder.Path, () =>
            {
                using var onto = merge ? Borrow() : null;
                File.Delete(_folder.BuildingFile);
                return new CatalogueBuilder(_folder.BuildingFile, _currency, merge, onto, EndBuild);
            });
        }
        catch
        {
            EndBuild();
            throw;
        }
    }

    /// <summary>Makes what was built current, by one atomic switch after it is safely on disk; or refuses it whole.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Result<CatalogueVersion> Switch(CatalogueBuilder built) => Database.Guard<Result<CatalogueVersion>>(_folder.Path, () =>
    {
        var version = built.Finish(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime));
        if (version.Refusal is { } refusal)
            return refusal;
        Disk.Sync(built.Path);
        lock (_changing)
        {
            // Laid over one that is no longer current, it would bring those prices back unasked.
            if (built.IsMerge && built.Onto != Current?.Version)
                return new Refusal(RefusalCode.PriceBookChanged, "merge");
            // The same prices again are also how a person mends a file that went bad while it was sold from.
            string file = _folder.FileOf(version.Value);
            if (Settled(version.Value) is { } same && CatalogueFile.IsWhole(file))
                return same;
            File.Move(built.Path, file, overwrite: true);
            return MakeCurrent(CatalogueFile.Open(file), Guid.Empty);
        }
    });

    /// <summary>Keeps what was built for later, beside the current version; or refuses it whole. One waits, the last one.</summary>
    /// <param name="from">The day on which it will be made current.</param>
    /// <returns>Its version.</returns>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Result<string> Shelve(CatalogueBuilder built, DateOnly from) => Database.Guard(_folder.Path, () =>
    {
        var version = built.Finish(from);
        if (version.Refusal is not null)
            return version;
        Disk.Sync(built.Path);
        lock (_changing)
        {
            string file = _folder.FileOf(version.Value);
            if (!File.Exists(file) || !CatalogueFile.IsWhole(file))
                File.Move(built.Path, file, overwrite: true);
            _waiting = version.Value;
            return version;
        }
    });

    /// <summary>Makes what was shelved current. Null: it is not there any more, or damaged, and must be built anew.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public CatalogueVersion? SwitchToShelved(string version) => Database.Guard(_folder.Path, () =>
    {
        lock (_changing)
        {
            if (_waiting != version || !CatalogueFile.IsWhole(_folder.FileOf(version)))
                return null;
            _waiting = null;
            return Settled(version) ?? MakeCurrent(CatalogueFile.Open(_folder.FileOf(version)), Guid.Empty);
        }
    });

    /// <summary>Makes a version current that is still kept. The same command again gives the same answer and changes nothing.</summary>
    /// <exception cref="LedgerFault">The disk does not let it, or the version is damaged and was set aside.</exception>
    public Result<CatalogueVersion> RollBack(string version, Guid command) => Database.Guard<Result<CatalogueVersion>>(_folder.Path, () =>
    {
        lock (_changing)
        {
            if (_versions.FirstOrDefault(kept => kept.Command == command) is { } done)
                return done.Version == version ? done : new Refusal(RefusalCode.CommandIdReused, "command_id");
            var wanted = _versions.FirstOrDefault(kept => kept.Version == version);
            if (wanted is null || !File.Exists(_folder.FileOf(version)))
                return new Refusal(RefusalCode.PriceBookVersionNotFound, "version", version);
            if (Settled(version) is { } same)
                return same;
            return wanted.Currency == _currency
                ? MakeCurrent(OpenKept(wanted), command)
                : new Refusal(RefusalCode.FieldInvalid, "version",
                    $"price book {version} is in {wanted.Currency}, the store sells in {_currency}");
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        var current = _current;
        _current = null;
        current?.Dispose();
    }

    // The current version, where it is this one and the pointer says so. A shelf in trouble sells from one that it does not name.
    private CatalogueVersion? Settled(string version) =>
        _trouble.Length == 0 && Current is { } current && current.Version == version ? current : null;

    private CatalogueFile OpenKept(CatalogueVersion kept)
    {
        try
        {
            return CatalogueFile.OpenWhole(_folder.FileOf(kept.Version));
        }
        catch (LedgerFault fault) when (fault.Kind == FaultKind.Damaged)
        {
            _versions = [.. _versions.Where(version => version != kept)];
            throw new LedgerFault(FaultKind.Damaged, "roll back", fault.Path,
                $"its file is damaged and was set aside as {_folder.SetAside(kept.Version)}", fault);
        }
    }

    // Names are synced before the pointer names them: at any moment of a power cut one whole version is current.
    private CatalogueVersion MakeCurrent(CatalogueFile file, Guid command)
    {
        var current = new CatalogueVersion(
            file.Version, file.Items, file.Currency, _time.GetUtcNow().ToUs(), command, IsCurrent: true);
        var others = _versions.Where(kept => kept.Version != file.Version).Take(VersionsKept - 1);
        IReadOnlyList<CatalogueVersion> versions = [current, .. others.Select(kept => kept with { IsCurrent = false })];
        Disk.SyncFolder(_folder.Path);
        _folder.ReplacePointer(versions);

        var before = _current;
        (_current, _versions, _trouble) = (file, versions, "");
        if (before is not null)
            _leaving.Add(before);
        before?.Dispose();
        Disk.SyncFolder(_folder.Path);
        DropOld();
        return current;
    }

    // A version that somebody still reads from stays until a later change.
    private void DropOld()
    {
        _leaving.RemoveAll(file => !file.IsHeld);
        foreach (string version in _folder.Versions().ToList())
        {
            if (version != _waiting && _versions.All(kept => kept.Version != version) && _leaving.All(file => file.Version != version))
                File.Delete(_folder.FileOf(version));
        }
    }

    private void EndBuild() => Volatile.Write(ref _builds, 0);
}
