using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store what it has to prepare and to hand over: the dataset "orders", a version where something has changed. Several head
/// offices may do it side by side: what is the same is not told again.
/// </summary>
public sealed class OrderSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<OrderSharing> log)
    : Sharing(settings.Value.ShareOrdersSeconds, time)
{
    private const string Dataset = "orders";

    // A store that was away for longer takes an order that it is not told of any more for cancelled all the same.
    private static readonly TimeSpan CancelledTold = TimeSpan.FromDays(30);

    private readonly HeadOfficeOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.OrdersNotShared(log, reason);

    /// <inheritdoc/>
    protected override string Share()
    {
        Tell();
        return "";
    }

    /// <summary>Makes what is new for each store. Nothing where it has no orders, and never had.</summary>
    /// <exception cref="InvalidDataException">There are more orders than a dataset can hold.</exception>
    internal void Tell()
    {
        var datasets = new DatasetBooks(books.Store);
        var known = new OrderBooks(books.Store);
        known.NoteDone(_options.Tenant);
        long heardUs = Time.NowUs() - (CancelledTold.Ticks / TimeSpan.TicksPerMicrosecond);
        var orders = known.Open(_options.Tenant, heardUs).ToLookup(order => order.Store, StringComparer.Ordinal);
        using var key = SigningKey.OpenOrMake(_options.DataFolder);
        var making = new DatasetMaking(datasets, key, Time);
        foreach (string store in datasets.Stores(_options.Tenant))
        {
            if (orders.Contains(store) || datasets.Last(_options.Tenant, store, Dataset, 1).Count > 0)
                making.Replace(_options.Tenant, store, new Publication(Dataset, Rows(orders[store]), Currency: "", ValidFromUs: 0));
        }
    }

    private static SortedDictionary<string, byte[]> Rows(IEnumerable<TakenOrder> orders)
    {
        var rows = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var taken in orders)
        {
            var order = taken.Order.Clone();
            (order.Cancelled, order.PreparedBox) = (taken.CancelledUs > 0, taken.PreparedBox);
            rows[order.Number] = new OrdersRow { Order = order }.ToByteArray();
        }

        return rows;
    }
}
