using EdgePos.Ledger;
using Microsoft.Data.Sqlite;

namespace EdgePos.Benchmarks;

/// <summary>A ledger of years against an empty one.</summary>
internal static class Growth
{
    private const int Together = 256;
    private const int Sales = 1000;
    private const double MillisMost = 1000;

    public static async Task RunAsync(BenchTable table, Pairs pairs, string folder, int sales)
    {
        string large = Path.Combine(folder, "large.db");
        using (var writer = BenchSales.Open(large))
            await FillAsync(writer, sales);
        Console.WriteLine($"a ledger of {sales} sales: {new FileInfo(large).Length / (1024 * 1024)} MB");
        using var reader = new SqliteConnection($"Data Source={large};Mode=ReadOnly");

        double opening = await pairs.MicrosAsync(() =>
        {
            BenchSales.Open(large).Dispose();
            return Task.FromResult(1);
        });
        table.Add($"opening a ledger of {sales} sales, to a second", "ms", opening / 1000, MillisMost, Goal.Most(1));
        using var old = BenchSales.Open(large);
        using var young = BenchSales.Open(Path.Combine(folder, "young.db"));
        foreach (int registers in new[] { 1, 64 })
        {
            await pairs.TimeAsync($"a command in a ledger of {sales} sales, to one in an empty ledger, {registers} registers",
                () => BenchSales.SellAsync(old, BenchSales.Make(registers, Sales / registers)),
                () => BenchSales.SellAsync(young, BenchSales.Make(registers, Sales / registers)), Goal.Most(1.1));
        }
    }

    // As a store would over the years: answers are forgotten on the way.
    private static async Task FillAsync(LedgerWriter writer, int sales)
    {
        for (int done = 0; done < sales; done += Together)
        {
            await Task.WhenAll(Enumerable.Range(0, Together).Select(i => writer.SubmitAsync(BenchSales.Make(1 + (i % 16)))));
            if (done % (Together * 400) != 0)
                continue;
            while (await writer.PruneAnswersAsync(TimeSpan.FromSeconds(5)) > 0)
            {
            }
        }
    }
}
