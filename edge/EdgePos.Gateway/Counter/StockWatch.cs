using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Tells watchers of stock what is new to them. Each follows the journal at its own pace: while one is busy sending, what
/// changes meanwhile is met as one level an item, and nothing piles up for it.
/// </summary>
internal sealed class StockWatch(StockReader stock, LedgerWriter writer, TimeProvider time)
{
    /// <summary>Levels in one message.</summary>
    public const int MostAtOnce = 500;

    private const int WatchersMax = 200;

    // A busy shop does not make a message of every line.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The box's clock can be set meanwhile, and a reservation then ends sooner.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private int _watchers;

    /// <summary>Sends levels as they are now, then those that change, until the end.</summary>
    /// <param name="asked">The items; none: all.</param>
    /// <exception cref="LedgerFault">Busy: too many watch.</exception>
    /// <exception cref="OperationCanceledException">The end.</exception>
    public async Task FollowAsync(IReadOnlySet<string> asked, Func<StockAt, Task> send, CancellationToken end)
    {
        try
        {
            if (Interlocked.Increment(ref _watchers) > WatchersMax)
                throw new LedgerFault(FaultKind.Busy, "watch", "stock", $"{WatchersMax} watch already");
            var before = stock.Of([]); // whatever changes while the first levels are read is sent again
            await SendFirstAsync(asked, send);
            await SendChangesAsync(asked, before.AsOfSeq, before.NowUs, send, end);
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private async Task SendFirstAsync(IReadOnlySet<string> asked, Func<StockAt, Task> send)
    {
        if (asked.Count > 0)
        {
            await SendAsync(asked, send);
            return;
        }

        for (string after = ""; stock.After(after, MostAtOnce) is { Levels.Count: > 0 } page; after = page.Levels[^1].Sku)
            await send(page);
    }

    private async Task SendChangesAsync(
        IReadOnlySet<string> asked, long seq, long us, Func<StockAt, Task> send, CancellationToken end)
    {
        while (true)
        {
            var (ended, nowUs, nextUs) = stock.EndedAfter(us);
            var (moved, lastSeq) = stock.MovedAfter(seq);
            await SendAsync(moved.Concat(ended).Where(sku => asked.Count == 0 || asked.Contains(sku)).Distinct(), send);
            (seq, us) = (lastSeq, nowUs);
            await Task.Delay(Pause, time, end);
            await WaitAsync(seq, nextUs - nowUs, end);
        }
    }

    private async Task SendAsync(IEnumerable<string> skus, Func<StockAt, Task> send)
    {
        foreach (string[] some in skus.Order(StringComparer.Ordinal).Chunk(MostAtOnce))
            await send(stock.Of(some));
    }

    private async Task WaitAsync(long seq, long? untilEndedUs, CancellationToken end)
    {
        long longestUs = LongestWait.ToUs();
        using var timer = new CancellationTokenSource(
            TimeSpan.FromMicroseconds(Math.Clamp(untilEndedUs ?? longestUs, 1000, longestUs)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, timer.Token);
        try
        {
            await writer.WaitForEntryAfterAsync(seq, either.Token);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // No entry, but the time of a reservation may be over.
        }
    }
}
