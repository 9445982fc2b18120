namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store of what is its own: a dataset of which a version is made where something has changed. Several head offices may do it
/// side by side: what is the same is not told again.
/// </summary>
/// <param name="dataset">Its name.</param>
/// <param name="everySeconds">0: never.</param>
public abstract class StoreSharing(Books books, HeadOfficeOptions options, string dataset, int everySeconds, TimeProvider time)
    : Sharing(everySeconds, time)
{
    /// <summary>Whose stores they are.</summary>
    protected string Tenant => options.Tenant;

    /// <inheritdoc/>
    protected sealed override string Share()
    {
        Tell();
        return "";
    }

    /// <summary>Makes what is new for each store. Nothing where it has no rows, and never had.</summary>
    /// <exception cref="InvalidDataException">There are more than a dataset can hold.</exception>
    internal void Tell()
    {
        var datasets = new DatasetBooks(books.Store);
        var rowsOf = Read(books.Store);
        using var key = SigningKey.OpenOrMake(options.DataFolder);
        var making = new DatasetMaking(datasets, key, Time);
        foreach (string store in datasets.Stores(Tenant))
        {
            var rows = rowsOf(store);
            if (rows.Count > 0 || datasets.Last(Tenant, store, dataset, 1).Count > 0)
                making.Replace(Tenant, store, new Publication(dataset, rows, Currency: "", ValidFromUs: 0));
        }
    }

    /// <summary>Reads the books. Gives the rows of a store by their keys.</summary>
    private protected abstract Func<string, SortedDictionary<string, byte[]>> Read(IBookStore from);
}
