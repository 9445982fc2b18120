using EdgePos.V1;

namespace EdgePos.Benchmarks;

/// <summary>What a cashier waits for: completing a sale over gRPC, against one sync and one call that does nothing.</summary>
internal static class SaleLatency
{
    private const int Sales = 200;
    private const int Before = 1500; // until the runtime has compiled what a long day would have compiled
    private const int CommitBytes = 12 * 1024; // what one sale writes to the log

    public static async Task RunAsync(Pairs pairs, string gateway, string folder, CancellationToken stop)
    {
        await using var box = await BenchBox.StartAsync(
            gateway, Path.Combine(folder, "box"), 5395, 5396, stop, "--HeadOffice:Embedded=false");
        using var disk = new BareDisk(Path.Combine(folder, "bare.bin"));
        for (int i = 0; i < Before; i++)
            await box.CompleteAsync(await box.PaidAsync());
        await pairs.FiguresAsync("p50 of completing a sale over gRPC, to p50 of fdatasync + p50 of a gRPC echo", "us", async () =>
        {
            var times = new List<double>();
            for (int i = 0; i < Sales; i++)
            {
                string basket = await box.PaidAsync();
                times.Add(await pairs.MicrosAsync(async () => await box.CompleteAsync(basket)));
            }

            return BenchTable.Median(times);
        }, async () =>
        {
            var (syncs, echoes) = (new List<double>(), new List<double>());
            for (int i = 0; i < Sales; i++)
            {
                syncs.Add(await pairs.MicrosAsync(() =>
                {
                    disk.Write(CommitBytes);
                    return Task.FromResult(1);
                }));
                echoes.Add(await pairs.MicrosAsync(box.EchoAsync));
            }

            return BenchTable.Median(syncs) + BenchTable.Median(echoes);
        }, Goal.Most(1.5));
    }
}
