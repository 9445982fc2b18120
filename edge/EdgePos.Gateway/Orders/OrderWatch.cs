using EdgePos.Ledger;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>
/// Tells watchers of orders what is new to them. Each follows at its own pace: while one is busy sending, what changes meanwhile is
/// met as one order, and nothing piles up for it.
/// </summary>
internal sealed class OrderWatch(OrderShowing showing, OrderBook book, OrderReader orders, LedgerReader ledger, LedgerWriter writer,
    TimeProvider time)
{
    /// <summary>Orders in one message.</summary>
    public const int MostAtOnce = 100;

    private const int WatchersMax = 100;

    // What head office tells becomes current without an entry of the journal.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private int _watchers;

    /// <summary>Sends what is to be done as it is now, then what is new or has changed, until the end.</summary>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    /// <exception cref="OperationCanceledException">The end.</exception>
    public async Task FollowAsync(Func<IEnumerable<Order>, Task> send, CancellationToken end)
    {
        try
        {
            if (Interlocked.Increment(ref _watchers) > WatchersMax)
                throw new LedgerFault(FaultKind.Busy, "watch", "orders", $"{WatchersMax} watch already");
            await SendAllAsync(send, end);
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private async Task SendAllAsync(Func<IEnumerable<Order>, Task> send, CancellationToken end)
    {
        Dictionary<string, ByteString>? sent = null;
        while (true)
        {
            // Whatever changes while it is read is met the next time.
            long seq = ledger.Head().Seq;
            long? version = book.Manifest?.Version;
            var now = showing.ToDo();
            var known = now.ToDictionary(order => order.Order_.Number, order => order.ToByteString(), StringComparer.Ordinal);
            var changed = now.Where(order => sent?.GetValueOrDefault(order.Order_.Number)?.Equals(known[order.Order_.Number]) != true);
            var gone = (sent?.Keys.AsEnumerable() ?? []).Where(number => !known.ContainsKey(number)).Select(Gone);
            var news = changed.Concat(gone).Chunk(MostAtOnce).ToList();
            if (sent is null && news.Count == 0)
                news.Add([]);
            foreach (var some in news)
                await send(some);
            sent = known;
            await WaitAsync(seq, version, end);
        }
    }

    // Head office tells of it no longer, and this box has done nothing with it: for this box it is cancelled.
    private Order Gone(string number) => showing.Find(number)
        ?? new Order { Order_ = new CustomerOrder { Number = number }, State = V1.OrderState.Cancelled };

    private async Task WaitAsync(long seq, long? version, CancellationToken end)
    {
        while (book.Manifest?.Version == version)
        {
            using var timer = new CancellationTokenSource(LongestWait, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end, timer.Token);
            try
            {
                await writer.WaitForEntryAfterAsync(seq, either.Token);
            }
            catch (OperationCanceledException) when (!end.IsCancellationRequested)
            {
                continue; // no entry, but head office may have told something
            }

            (var numbers, seq) = orders.ChangedAfter(seq);
            if (numbers.Count > 0)
                return;
        }
    }
}
