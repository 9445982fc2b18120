using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Watching stock over gRPC. Each test has items of its own.</summary>
public sealed class StockWatchTests(StockedDaemon shared) : IClassFixture<StockedDaemon>
{
    private readonly Stock.StockClient _stock = shared.Daemon.Stock;
    private readonly Metadata _me = Daemon.As(1);

    [Fact]
    public async Task A_watch_sees_a_sale_a_reservation_and_its_end_soon()
    {
        await Receive("SEEN", 5_000);
        using var watch = _stock.Watch(new WatchStockRequest { Skus = { "SEEN", "NEVER" } }, _me);
        Assert.Equal([("NEVER", 0L), ("SEEN", 5_000L)], (await Next(watch)).Select(level => (level.Sku, level.AvailableThousandths)));
        await new Till(shared.Daemon, 7).Sell("SEEN", "REPAIR");
        var seen = Assert.Single(await Next(watch));
        Assert.Equal(("SEEN", 4_000L), (seen.Sku, seen.OnHandThousandths));
        await _stock.ReserveAsync(Reserving("SEEN", 1_000, TimeSpan.FromSeconds(3)), _me);
        Assert.Equal(3_000, Assert.Single(await Next(watch)).AvailableThousandths);
        seen = Assert.Single(await Next(watch)); // nothing is written when its time is over
        Assert.Equal((4_000L, 4_000L), (seen.OnHandThousandths, seen.AvailableThousandths));
    }

    [Fact]
    public async Task A_slow_watcher_gets_the_last_value_and_not_all_on_the_way()
    {
        await Receive("SLOW", 1_000_000);
        using var watch = _stock.Watch(new WatchStockRequest(), _me); // all items
        var first = await Next(watch);
        Assert.Contains(first, level => level.Sku == "SLOW");
        const int changes = 300;
        for (int i = 0; i < changes; i++)
            await Receive("SLOW", 1_000);
        int messages = 0;
        StockLevel? last = null;
        while (last?.OnHandThousandths != 1_000_000 + (changes * 1_000))
        {
            messages++;
            foreach (var level in (await Next(watch)).Where(level => level.Sku == "SLOW"))
            {
                Assert.True(last is null || level.AsOfSeq > last.AsOfSeq);
                last = level;
            }
        }

        Assert.InRange(messages, 1, changes - 1);
    }

    private async Task Receive(string sku, long thousandths) => await _stock.ReceiveAsync(new ReceiveStockRequest
    {
        CommandId = Till.NewId(),
        Document = "D",
        Lines = { new StockMove { Sku = sku, QuantityThousandths = thousandths } },
    }, _me);

    private static async Task<IReadOnlyList<StockLevel>> Next(AsyncServerStreamingCall<WatchStockResponse> watch)
    {
        using var late = new CancellationTokenSource(Daemon.Patience);
        Assert.True(await watch.ResponseStream.MoveNext(late.Token));
        return watch.ResponseStream.Current.Levels;
    }

    private static ReserveStockRequest Reserving(string sku, long thousandths, TimeSpan time) => new()
    {
        CommandId = Till.NewId(),
        Sku = sku,
        QuantityThousandths = thousandths,
        Reference = "order 7",
        ExpiresAtUs = (TimeProvider.System.GetUtcNow() + time - DateTimeOffset.UnixEpoch).Ticks / 10,
    };
}
