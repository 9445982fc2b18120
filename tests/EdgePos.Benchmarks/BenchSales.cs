using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Benchmarks;

/// <summary>Sales made beforehand, and ledgers to write them into.</summary>
internal static class BenchSales
{
    private static readonly Currency Eur = Currency.Of("EUR");

    private static int _number;

    public static LedgerWriter Open(string path, TimeProvider? time = null, int? logPages = null)
    {
        var setup = new LedgerSetup(new BoxIdentity("bench", "S1", "box1"), BoxKey.Make(), time ?? TimeProvider.System,
            () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize));
        return LedgerWriter.Open(path, logPages is int pages ? setup with { LogPages = pages } : setup);
    }

    /// <summary>So many sales for each of so many registers.</summary>
    public static CompleteSale[][] Make(int registers, int sales) => [.. Enumerable.Range(1, registers)
        .Select(register => Enumerable.Range(0, sales).Select(_ => Make(register)).ToArray())];

    /// <summary>Every register sells its sales one after the other, all registers at once.</summary>
    public static async Task<int> SellAsync(LedgerWriter writer, CompleteSale[][] sales)
    {
        await Task.WhenAll(sales.Select(mine => Task.Run(async () =>
        {
            foreach (var sale in mine)
                _ = (await writer.SubmitAsync(sale)).Value;
        })));
        return sales.Sum(mine => mine.Length);
    }

    /// <summary>A basket of three lines, paid.</summary>
    public static CompleteSale Make(int register)
    {
        int number = Interlocked.Increment(ref _number);
        var basket = new Basket { Id = IdOf(number, 1), Register = register, Currency = Eur };
        for (int line = 0; line < 3; line++)
        {
            var item = new Item($"SKU{(number + line) % 2000}", "Soap, 250 g", Unit.Each, new Money(250, Eur), new Rate(210_000));
            basket = basket.Add(item, Scan.Of("8710400000013"), null, "v").Value;
        }

        return Paid(basket.PayCash(new Money(1000, Eur)).Value, number);
    }

    /// <summary>The command that completes a basket that is paid.</summary>
    public static CompleteSale Paid(Basket basket, int number)
    {
        var command = IdOf(number, 2);
        return new CompleteSale(basket.Register, command, SHA256.HashData(command.ToByteArray()), "", WireSales.SaleOf(basket, command));
    }

    /// <summary>An id: in the order of time, as registers make them.</summary>
    public static Guid IdOf(int number, byte kind) => new([
        0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, kind],
        bigEndian: true);
}
