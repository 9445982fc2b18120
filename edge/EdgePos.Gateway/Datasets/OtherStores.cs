using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>What other stores of the chain have, as head office told last. Safe from any thread.</summary>
/// <param name="current">The version in use; null: there is none.</param>
internal sealed class OtherStores(Func<(Manifest Manifest, string Rows)?> current, StoreProfile store) : IDatasetUse
{
    private const char Between = '\0'; // the smallest there is: rows are in the order of items and then of stores

    private readonly KeyedRows<StockElsewhereRow> _rows = new(current, StockElsewhereRow.Parser, row => $"{row.Sku}{Between}{row.Store}");

    /// <summary>Name of the dataset.</summary>
    public const string Name = "stock-elsewhere";

    /// <inheritdoc/>
    public string Dataset => Name;

    /// <inheritdoc/>
    public string? Prepare(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, Problem);

    /// <inheritdoc/>
    public string? MakeCurrent(Manifest manifest, string rowsFile) => _rows.Check(rowsFile, Problem);

    /// <summary>Who has an item.</summary>
    public StockElsewhere Of(string sku)
    {
        var (manifest, rows) = _rows.From($"{sku}{Between}", row => row.Sku == sku);
        var found = new StockElsewhere { Sku = sku, MadeUs = manifest?.MadeUs ?? 0 };
        found.Stores.AddRange(rows.Select(row => new StoreStock { Store = row.Store, OnHandThousandths = row.OnHandThousandths }));
        return found;
    }

    private string? Problem(StockElsewhereRow row) =>
        StockRules.CheckSku(row.Sku, "sku") is not null ? "this is no code of an item"
        : row.Store.Length == 0 || row.Store == store.Identity.Store ? $"'{row.Store}' is no other store"
        : row.OnHandThousandths <= 0 ? "it has nothing on hand" : null;
}
