using EdgePos.Ledger;

namespace EdgePos.Benchmarks;

/// <summary>Durable commands a second, against what the database and the disk give at best for the same bytes.</summary>
internal static class LedgerSpeed
{
    private const int Sales = 150;
    private const int RoundsMost = 12;

    public static async Task RunAsync(Pairs pairs, string folder)
    {
        string bareFile = Path.Combine(folder, "bare.db");
        using (var seed = BenchSales.Open(bareFile))
            await seed.SubmitAsync(BenchSales.Make(register: 1000));
        using var writer = BenchSales.Open(Path.Combine(folder, "ledger.db"));
        using var bare = new BareSqlite(bareFile);
        using var disk = new BareDisk(Path.Combine(folder, "bare.bin"));
        foreach (int registers in new[] { 1, 8, 64 })
        {
            var sales = new Queue<CompleteSale[][]>(Enumerable.Range(0, 2 * RoundsMost).Select(_ => BenchSales.Make(registers, Sales)));
            Func<Task<int>> ours = () => BenchSales.SellAsync(writer, sales.Dequeue());
            await pairs.SpeedAsync($"ledger, {registers} registers, to bare SQLite (same rows, same batches)", "commands/s", ours, () =>
            {
                for (int i = 0; i < Sales; i++)
                    bare.Write(registers);
                return Task.FromResult(registers * Sales);
            }, registers == 64 ? Goal.Least(0.8) : null);
            await pairs.SpeedAsync($"ledger, {registers} registers, to bare fdatasync of the same bytes", "commands/s", ours, () =>
            {
                for (int i = 0; i < Sales; i++)
                    disk.Write(bare.BytesOf(registers));
                return Task.FromResult(registers * Sales);
            });
        }
    }
}
