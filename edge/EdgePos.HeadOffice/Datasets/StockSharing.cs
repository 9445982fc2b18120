using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store what the others of its group have: the dataset "stock-elsewhere", a version where something has changed.
/// Several head offices may do it side by side: a version is there once, and what is the same is not told again.
/// </summary>
public sealed class StockSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<StockSharing> log)
    : Sharing(settings.Value.ShareStockSeconds, time)
{
    /// <summary>The most stores in a group: more than shoppers drive to, and as much as a box likes to hear.</summary>
    public const int StoresMax = 50;

    private const string Dataset = "stock-elsewhere";
    private const char Between = '\0'; // the smallest there is: keys are in the order of items and then of stores

    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.StockNotShared(log, reason);

    /// <inheritdoc/>
    protected override string Share()
    {
        var datasets = new DatasetBooks(books.Store);
        var stores = datasets.Stores(_options.Tenant);
        var groups = _options.StoreGroups.Count == 0 ? [[.. stores]]
            : _options.StoreGroups.Select(group => group.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (groups.Find(group => group.Length > StoresMax) is { } large)
            return $"a group has {large.Length} stores, {StoresMax} at most are told of each other: set HeadOffice:StoreGroups";
        if (groups.TrueForAll(group => group.Length < 2))
            return "";

        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        var making = new DatasetMaking(datasets, key, Time);
        var stock = Stock();
        foreach (string[] group in groups)
        {
            foreach (string store in group.Intersect(stores))
                Tell(making, store, group.Where(other => other != store).SelectMany(other => stock[other]));
        }

        return "";
    }

    private ILookup<string, StockRow> Stock()
    {
        using var connection = books.Store.OpenToRead();
        return StockReport.Rows(connection, _options.Tenant, "", "").Where(row => row.OnHandThousandths > 0)
            .ToLookup(row => row.Store, StringComparer.Ordinal);
    }

    private void Tell(DatasetMaking making, string store, IEnumerable<StockRow> others)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var row in others)
        {
            rows[$"{row.Sku}{Between}{row.Store}"] = new StockElsewhereRow
            {
                Sku = row.Sku,
                Store = row.Store,
                OnHandThousandths = row.OnHandThousandths,
            }.ToByteArray();
        }

        making.Replace(_options.Tenant, store, new Publication(Dataset, rows, Currency: "", ValidFromUs: 0));
    }
}
