using EdgePos.Store;

namespace EdgePos.Ledger;

/// <summary>
/// What a shelf is opened with. A shop sells on from the newest version that is whole where the current one is not, and
/// starts without a price book where none is: that is told, and stays so until a person makes a version current.
/// </summary>
internal sealed class CatalogueOpening
{
    private readonly CatalogueFolder _folder;
    private readonly Currency _currency;
    private readonly List<CatalogueVersion> _versions = [];
    private readonly List<string> _findings = [];

    private CatalogueOpening(CatalogueFolder folder, Currency currency) => (_folder, _currency) = (folder, currency);

    /// <summary>The version to sell from; null where there is none.</summary>
    public CatalogueFile? Current { get; private set; }

    /// <summary>The versions that open, the current one first, then those that were current last.</summary>
    public IReadOnlyList<CatalogueVersion> Versions =>
        [.. _versions.OrderByDescending(version => version.IsCurrent).Take(CatalogueShelf.VersionsKept)];

    /// <summary>What could not be used, and what became of it: a sentence each.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>What a person must know and do; empty where all is well.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Reads the folder.</summary>
    /// <exception cref="LedgerFault">The current version is in another currency than the store's.</exception>
    public static CatalogueOpening Of(CatalogueFolder folder, Currency currency)
    {
        var opening = new CatalogueOpening(folder, currency);
        opening.Read();
        return opening;
    }

    private void Read()
    {
        var lines = _folder.ReadPointer();
        string? wanted = lines.Count > 0 ? lines[0]?.Version : null;
        string why = "the file \"current\" is missing or names none";
        foreach (var line in lines.OfType<PointerLine>().DistinctBy(line => line.Version).Concat(Unlisted(lines)))
        {
            if (TryTake(line) is { } fault && line.Version == wanted)
                why = fault;
        }

        if (_versions.FirstOrDefault(version => version.Version == wanted) is { } strange && strange.Currency != _currency)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", _folder.Path,
                $"the price book is in {strange.Currency}, the store sells in {_currency}; correct the settings");
        }

        bool isNew = !_folder.HasPointer && _versions.Count + _findings.Count == 0;
        Trouble = isNew ? "" : TroubleOf(wanted, why);
    }

    // Files that "current" does not name: from before it had more than one line, or put there by hand.
    private List<PointerLine> Unlisted(IReadOnlyList<PointerLine?> lines) =>
        [.. _folder.Versions().Where(version => lines.All(line => line?.Version != version))
            .Select(version => new PointerLine(version, 0, Guid.Empty))];

    // Takes a version onto the shelf, as the current one where there is none yet; or says why it cannot be had. To be
    // current it must be whole. Of the others only the first page is read now, the rest at a roll-back.
    private string? TryTake(PointerLine line)
    {
        try
        {
            var file = CatalogueFile.Open(_folder.FileOf(line.Version));
            bool isCurrent = Current is null && file.Currency == _currency;
            if (isCurrent)
                Current = CatalogueFile.OpenWhole(file.Path);
            _versions.Add(new(line.Version, file.Items, file.Currency, line.MadeCurrentUs, line.Command, isCurrent));
            return null;
        }
        catch (LedgerFault fault)
        {
            string aside = fault.Kind == FaultKind.Damaged ? $"; it was set aside as {_folder.SetAside(line.Version)}" : "";
            _findings.Add(fault.Message + aside);
            return fault.Kind == FaultKind.Damaged ? "its file is damaged" : fault.Hint;
        }
    }

    private string TroubleOf(string? wanted, string why)
    {
        if (Current is null)
            return $"no price book can be used ({why}): nothing can be scanned before one is imported";
        return Current.Version == wanted ? "" : $"price book {wanted ?? "?"}, the current one, cannot be used ({why}): the shop "
            + $"sells at the prices of {Current.Version}; import the prices again, or roll back to a version";
    }
}
