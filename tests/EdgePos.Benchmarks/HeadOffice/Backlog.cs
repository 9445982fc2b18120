using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using Batch = EdgePos.HeadOffice.V1.Batch;

namespace EdgePos.Benchmarks;

/// <summary>A store that has sold for a month while nobody heard of it: baskets as shoppers fill them.</summary>
/// <param name="folder">The box's data folder; its key is made there.</param>
internal sealed class Backlog(string folder)
{
    private const int Together = 256;
    private const int Items = 3000;
    private const int BatchBytes = 128 * 1024;
    private const int Days = 30;

    // How many lines a basket has: 9,835 baskets of a grocer in a month, by the hundred. Source: the "groceries" data of arules.
    private static readonly int[] Lines = [.. Of(1, 22), .. Of(2, 17), .. Of(3, 13), .. Of(4, 10), .. Of(5, 9), .. Of(6, 7), .. Of(7, 5),
        .. Of(8, 4), .. Of(9, 4), .. Of(10, 2), .. Of(12, 3), .. Of(14, 2), .. Of(18, 1), .. Of(23, 1)];

    private static readonly Currency Eur = Currency.Of("EUR");

    private readonly SoldAt _clock = new(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(Days));

    /// <summary>Thousandths that are gone of each item.</summary>
    public Dictionary<string, long> Sold { get; } = new(StringComparer.Ordinal);

    private string File => Path.Combine(folder, "ledger.db");

    /// <summary>Sells so much, spread over a month.</summary>
    public async Task SellAsync(int sales)
    {
        Directory.CreateDirectory(folder);
        using var key = BoxKey.OpenOrMake(Path.Combine(folder, "box.key"));
        using var writer = Open(key, _clock);
        var step = TimeSpan.FromDays(Days) * Together / sales;
        for (int done = 0; done < sales; done += Together)
        {
            int first = done;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(Together, sales - done)).Select(i => writer.SubmitAsync(Make(first + i))));
            _clock.Now += step;
        }
    }

    /// <summary>The batches as the relay sends them.</summary>
    public List<Batch> Batches()
    {
        using var key = BoxKey.OpenOrMake(Path.Combine(folder, "box.key"));
        using var writer = Open(key, TimeProvider.System);
        var reader = new LedgerReader(File);
        var outbox = new JournalOutbox(reader, writer, new byte[16]);
        var batches = new List<Batch>();
        for (long after = 0; outbox.Next(after, BatchBytes, int.MaxValue) is { } batch; after = batch.Last)
            batches.Add(batch);
        return batches;
    }

    private LedgerWriter Open(BoxKey key, TimeProvider time) => LedgerWriter.Open(File, new LedgerSetup(
        new BoxIdentity("demo", "S1", "box1"), key, time, () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize)));

    private CompleteSale Make(int number)
    {
        var basket = new Basket { Id = BenchSales.IdOf(number, 1), Register = 1 + (number % 8), Currency = Eur };
        int lines = Lines[number * 37 % Lines.Length];
        for (int line = 0; line < lines; line++)
        {
            int which = (int)((((long)number * 7919) + (line * 104_729L)) % Items);
            which = which % 3 == 0 ? which % 60 : which; // some go every minute
            string sku = $"SKU{which:0000}";
            var item = new Item(sku, $"Item {which} of the shop", Unit.Each, new Money(99 + (which % 700), Eur),
                new Rate(which % 4 == 0 ? 210_000 : 90_000));
            basket = basket.Add(item, Scan.Of($"{8_710_400_000_000 + which}"), null, "v").Value;
            Sold[sku] = Sold.GetValueOrDefault(sku) + 1000;
        }

        return BenchSales.Paid(basket.PayCash(new Money(50_000, Eur)).Value, number);
    }

    private static IEnumerable<int> Of(int lines, int times) => Enumerable.Repeat(lines, times);

    private sealed class SoldAt(DateTimeOffset begin) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = begin;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
