using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells all stores of a chain who its customers are and what points they have: the dataset "customers", a version where something has
/// changed. Several head offices may do it side by side: what is the same is not told again.
/// </summary>
public sealed class CustomerSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<CustomerSharing> log)
    : Sharing(settings.Value.ShareCustomersSeconds, time)
{
    private const string Dataset = "customers";

    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.CustomersNotShared(log, reason);

    /// <inheritdoc/>
    protected override string Share()
    {
        Tell();
        return "";
    }

    /// <summary>Makes what is new for each store. Nothing where there are no customers, and never were.</summary>
    /// <exception cref="InvalidDataException">There are more customers than a dataset can hold.</exception>
    internal void Tell()
    {
        var datasets = new DatasetBooks(books.Store);
        var known = new CustomerBooks(books.Store);
        var customers = known.All(_options.Tenant);
        var stores = datasets.Stores(_options.Tenant);
        if (customers.Count == 0 && !stores.Any(store => datasets.Last(_options.Tenant, store, Dataset, 1).Count > 0))
            return;
        var points = known.Points(_options.Tenant);
        var what = new Publication(Dataset, Rows(customers, points.Of), Currency: "", ValidFromUs: 0);
        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        var making = new DatasetMaking(datasets, key, Time);
        foreach (string store in stores)
        {
            making.Replace(_options.Tenant, store, what, [.. points.Counted[store].Select(journal => new CountedJournal
            {
                Epoch = ByteString.CopyFrom(journal.Epoch),
                Seq = journal.Seq,
            }).OrderBy(journal => journal.Epoch.ToBase64(), StringComparer.Ordinal)]);
        }
    }

    private SortedDictionary<string, byte[]> Rows(IReadOnlyList<FiledCustomer> customers, IReadOnlyDictionary<string, long> points)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (who, cards) in customers)
        {
            who.Points = points.GetValueOrDefault(who.Number);
            rows[$"customer {who.Number}"] = new CustomersRow { Customer = who }.ToByteArray();
            foreach (string card in cards)
                rows[$"card {card}"] = new CustomersRow { Card = new CustomerCard { Card = card, Customer = who.Number } }.ToByteArray();
        }

        if (_options.PointEarnMinor > 0 || _options.PointWorthMinor > 0)
            rows["programme"] = new CustomersRow { Programme = Programme() }.ToByteArray();
        return rows;
    }

    private LoyaltyProgramme Programme() => new()
    {
        EarnMinor = _options.PointEarnMinor,
        WorthMinor = _options.PointWorthMinor,
        NoPointsIn = { _options.NoPointsIn },
    };
}
