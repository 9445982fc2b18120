using EdgePos.Ledger;

namespace EdgePos.Benchmarks;

/// <summary>Whether a sale ever waits for the write-ahead log to be copied into the ledger's file.</summary>
internal static class LogRounds
{
    private const int Sales = 3000;
    private const int Never = 1_000_000_000;

    public static async Task RunAsync(Pairs pairs, string folder)
    {
        int file = 0;
        Func<int, int, Task<double>> slowest = async (pages, percent) =>
        {
            using var writer = BenchSales.Open(Path.Combine(folder, $"{++file}.db"), logPages: pages);
            var times = new List<double>();
            foreach (var sale in BenchSales.Make(1, Sales)[0])
                times.Add(await pairs.MicrosAsync(async () => (await writer.SubmitAsync(sale)).Value.Replayed ? 0 : 1));
            return BenchTable.Percentile(times, percent);
        };
        foreach (int percent in new[] { 50, 99 })
        {
            await pairs.FiguresAsync($"p{percent} of a sale while the log is copied all the time, to never", "us",
                () => slowest(200, percent), () => slowest(Never, percent), percent == 99 ? Goal.Most(2) : null);
        }
    }
}
