using EdgePos.Ledger;

namespace EdgePos.Benchmarks;

/// <summary>Bytes that go to the disk for a sale, against the bytes of its entry: cards wear out.</summary>
internal static class BytesWritten
{
    private const int Sales = 6400;

    public static async Task RunAsync(BenchTable table, string folder)
    {
        foreach (int registers in new[] { 1, 64 })
        {
            string path = Path.Combine(folder, $"{registers}.db");
            var sales = BenchSales.Make(registers, Sales / registers);
            long before, written;
            using (var writer = BenchSales.Open(path))
            {
                before = Written();
                await BenchSales.SellAsync(writer, sales);
                written = Written() - before;
            }

            double entry = new LedgerReader(path).Entries(1, 500, long.MaxValue).Average(one => one.Body.Length + one.Hash.Length + 60);
            table.Add($"bytes to the disk for a sale at {registers} registers, to the bytes of its entry", "bytes",
                (double)written / Sales, entry);
        }
    }

    // What this process has caused to be sent to the disk. Source: proc_pid_io(5).
    private static long Written() => long.Parse(File.ReadLines("/proc/self/io")
        .First(line => line.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1]);
}
