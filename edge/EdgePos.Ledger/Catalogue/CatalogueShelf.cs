using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>
/// The versions of the price book in a folder, and which one is current: the file "current" names it, and is replaced by
/// one rename. Three versions are kept.
/// </summary>
public sealed class CatalogueShelf : IDisposable
{
    private const int VersionsKept = 3;

    private readonly string _folder;
    private readonly Currency _currency;
    private volatile CatalogueFile? _current;

    private CatalogueShelf(string folder, Currency currency) => (_folder, _currency) = (folder, currency);

    /// <summary>The current version; null where the box has no price book yet.</summary>
    public CatalogueFile? Current => _current;

    /// <summary>Opens the shelf, making the folder where there is none.</summary>
    /// <exception cref="LedgerFault">The folder cannot be used, or the current version is damaged.</exception>
    public static CatalogueShelf Open(string folder, Currency currency) => Database.Guard(folder, () =>
    {
        Directory.CreateDirectory(folder);
        foreach (string left in Directory.GetFiles(folder, "building-*"))
            File.Delete(left);
        var shelf = new CatalogueShelf(folder, currency);
        if (File.Exists(shelf.Pointer))
        {
            var current = CatalogueFile.Open(shelf.FileOf(File.ReadAllText(shelf.Pointer).Trim()));
            if (current.Currency != currency)
            {
                throw new LedgerFault(FaultKind.CannotOpen, "open", folder,
                    $"the price book is in {current.Currency}, the store sells in {currency}; correct the settings");
            }

            shelf._current = current;
        }

        return shelf;
    });

    /// <summary>Begins a new version beside the current one. One at a time.</summary>
    /// <param name="merge">True: the items of the current version are in it from the start.</param>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public CatalogueBuilder Build(bool merge) => Database.Guard(_folder, () =>
    {
        string path = Path.Combine(_folder, "building-1");
        File.Delete(path);
        return new CatalogueBuilder(path, _currency, merge && _current is { } current ? FileOf(current.Version) : null);
    });

    /// <summary>Makes what was built current, by one atomic switch after it is safely on disk.</summary>
    /// <exception cref="LedgerFault">The disk does not let it; the version before stays current.</exception>
    public CatalogueFile Switch(CatalogueBuilder built) => Database.Guard(_folder, () =>
    {
        string version = built.Finish();
        string file = FileOf(version);
        if (_current is { } same && same.Version == version)
            return same;

        Disk.Sync(built.Path);
        File.Move(built.Path, file, overwrite: true);
        Disk.ReplaceText(Pointer, version);
        Disk.SyncFolder(_folder);
        var before = _current;
        _current = CatalogueFile.Open(file);
        before?.Dispose();
        DropOld();
        return _current;
    });

    /// <inheritdoc/>
    public void Dispose() => _current?.Dispose();

    private string Pointer => Path.Combine(_folder, "current");

    private string FileOf(string version) => Path.Combine(_folder, version + ".db");

    private void DropOld()
    {
        foreach (var file in new DirectoryInfo(_folder).GetFiles("*.db").OrderByDescending(f => f.LastWriteTimeUtc).Skip(VersionsKept))
        {
            if (file.FullName != Path.GetFullPath(FileOf(_current!.Version)))
                file.Delete();
        }
    }
}
