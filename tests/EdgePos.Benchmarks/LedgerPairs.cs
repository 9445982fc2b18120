using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Benchmarks;

/// <summary>The ledger against the disk it lies on.</summary>
internal static class LedgerPairs
{
    private const int Sales = 200;
    private const int Registers = 64;

    private static readonly Currency Eur = Currency.Of("EUR");

    private static int _number;

    public static async Task RunAsync(RatioTable table, string folder)
    {
        Directory.CreateDirectory(folder);
        using var writer = LedgerWriter.Open(Path.Combine(folder, "ledger.db"), new BoxIdentity("bench", "S1", "box1"),
            TimeProvider.System, () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize));
        using var bare = new FileStream(Path.Combine(folder, "bare"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[8192];
        Func<Task<int>> alone = async () =>
        {
            for (int i = 0; i < Sales; i++)
                await SellAsync(writer, register: 1);
            return Sales;
        };
        await table.AddAsync("sale / synced write", "a sale on disk, to writing and syncing 8 KB", alone, () =>
        {
            for (int i = 0; i < Sales; i++)
            {
                bare.Write(page);
                bare.Flush(flushToDisk: true);
            }

            return Task.FromResult(Sales);
        });
        await table.AddAsync("64 registers / 1 register", "a sale among 64 that wait together, to one alone", async () =>
        {
            await Task.WhenAll(Enumerable.Range(1, Registers).Select(async register =>
            {
                for (int i = 0; i < Sales / 10; i++)
                    await SellAsync(writer, register);
            }));
            return Registers * (Sales / 10);
        }, alone);
    }

    private static async Task SellAsync(LedgerWriter writer, int register)
    {
        int number = Interlocked.Increment(ref _number);
        var item = new Item("SOAP", "Soap", Unit.Each, new Money(250, Eur), new Rate(210_000));
        var basket = new Basket { Id = IdOf(number, 1), Register = register, Currency = Eur };
        basket = basket.Add(item, "SOAP", null, "v").Value.PayCash(new Money(250, Eur)).Value;
        var command = IdOf(number, 2);
        var sale = new CompleteSale(register, command, SHA256.HashData(command.ToByteArray()), "", Wire.SaleOf(basket, command));
        _ = (await writer.SubmitAsync(sale)).Value;
    }

    private static Guid IdOf(int number, int kind) => new(number, (short)kind, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
