namespace EdgePos.Benchmarks;

/// <summary>The real daemon over gRPC: with its head office at hand, and with head office out of reach.</summary>
internal static class DaemonPairs
{
    private const int NobodysPort = 1;

    public static async Task RunAsync(Pairs pairs, string gateway, string folder, CancellationToken stop)
    {
        await using var near = await BenchBox.StartAsync(gateway, Path.Combine(folder, "near"), 5391, 5392, stop);
        await using var far = await BenchBox.StartAsync(gateway, Path.Combine(folder, "far"), 5393, 5394, stop,
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={NobodysPort}");
        await pairs.TimeAsync("adding a scanned item, to reading a basket", near.ScanAsync, near.ReadAsync);
        await pairs.TimeAsync("a whole sale with no link to head office, to one with a link", far.SellAsync, near.SellAsync);
    }
}
