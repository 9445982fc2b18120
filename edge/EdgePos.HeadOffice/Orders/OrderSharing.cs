using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>
/// Tells each store what it has to prepare and to hand over: the dataset "orders". Forgets who placed those that are long done.
/// </summary>
public sealed class OrderSharing(Books books, IOptions<HeadOfficeOptions> settings, TimeProvider time, ILogger<OrderSharing> log)
    : StoreSharing(books, settings.Value, "orders", settings.Value.ShareOrdersSeconds, time)
{
    private readonly int _namesDays = settings.Value.OrderNamesDays;

    // A store that was away for longer takes an order that it is not told of any more for cancelled all the same.
    private static readonly TimeSpan CancelledTold = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    protected override void Complain(string reason) => Log.OrdersNotShared(log, reason);

    private protected override Func<string, SortedDictionary<string, byte[]>> Read(IBookStore from)
    {
        var known = new OrderBooks(from);
        known.NoteDone(Tenant);
        if (_namesDays > 0)
            known.ForgetNames(Tenant, Time.NowUs() - TimeSpan.FromDays(_namesDays).ToUs());
        long heardUs = Time.NowUs() - CancelledTold.ToUs();
        var orders = known.Open(Tenant, heardUs).ToLookup(order => order.Store, StringComparer.Ordinal);
        return store => Rows(orders[store]);
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
