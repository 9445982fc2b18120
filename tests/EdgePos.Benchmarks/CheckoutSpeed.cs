using System.Diagnostics;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Benchmarks;

/// <summary>What a scan costs, against a call of the same size that does nothing; and the parts of it.</summary>
internal static class CheckoutSpeed
{
    private const int Items = 100_000, Promotions = 500, Lines = 20, Times = 2_000, Before = 3_000;
    private const int EchoPort = 5398;

    public static async Task RunAsync(Pairs pairs, string gateway, string folder, CancellationToken stop)
    {
        await using var box = await BenchBox.StartAsync(
            gateway, Path.Combine(folder, "box"), 5397, 5399, stop, "--HeadOffice:Embedded=false");
        await box.ImportAsync(BenchBook.Parts(Items, Promotions));
        using var echo = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--gateway", gateway, "--echo", $"{EchoPort}"]))!;
        try
        {
            var bare = new BenchEcho(EchoPort);
            await bare.KeepAsync(await box.FillAsync(Lines), stop);
            await ScanAsync(box, Before / Lines);
            await bare.EchoAsync(Before);
            await pairs.FiguresAsync("p50 of a scan, 20 lines, 100,000 items, 500 promotions, to a gRPC echo", "us",
                 () => ScanAsync(box, Times / Lines), () => bare.EchoAsync(Times), Goal.Most(1.5));
            await PriceAsync(pairs, bare, Path.Combine(folder, "box", "catalogue"));
            await LookUpAsync(pairs, Path.Combine(folder, "box", "catalogue"));
        }
        finally
        {
            echo.Kill();
            await echo.WaitForExitAsync(CancellationToken.None); // its port is free for the next run
        }
    }

    // The answers are as large as the echo's, in the middle.
    private static async Task<double> ScanAsync(BenchBox box, int baskets)
    {
        var times = new List<double>();
        for (int i = 0; i < baskets; i++)
            times.AddRange(await box.TimeScansAsync(Lines));
        return BenchTable.Median(times);
    }

    private static async Task PriceAsync(Pairs pairs, BenchEcho bare, string shelf)
    {
        using var prices = CatalogueShelf.Open(shelf, Currency.Of("EUR"), TimeProvider.System);
        using var book = prices.Borrow()!;
        var moment = new PriceMoment(1, new DateOnly(2026, 11, 24), "");
        var basket = new Basket { Id = Guid.Empty, Register = 1, Currency = Currency.Of("EUR") };
        for (int i = 0; i < Lines; i++)
            basket = basket.Add(book.Find(BenchBook.SkuOf(i * 13), moment)!, Scan.Of("1"), null, "v").Value;
        var local = new DateTime(2026, 11, 24, 12, 0, 0);
        await pairs.TimeAsync("pricing a basket of 20 lines with 500 promotions, to a gRPC echo", () =>
        {
            for (int i = 0; i < Times; i++)
                _ = (basket with { Version = i }).Reprice(book.Promotions, local);
            return Task.FromResult(Times);
        }, async () =>
        {
            await bare.EchoAsync(Times);
            return Times;
        }, Goal.Most(0.5));
    }

    // Memory: what the process holds more after every item was looked up than before.
    private static async Task LookUpAsync(Pairs pairs, string shelf)
    {
        string small = Path.Combine(Path.GetDirectoryName(shelf)!, "small");
        using var few = CatalogueShelf.Open(small, Currency.Of("EUR"), TimeProvider.System);
        using (var builder = few.Build(merge: false))
        {
            foreach (var item in BenchBook.Parts(1_000, 0).SelectMany(part => part.Items))
                builder.Put(WireItems.RowOf(item).Value, []);
            few.Switch(builder);
        }

        using var many = CatalogueShelf.Open(shelf, Currency.Of("EUR"), TimeProvider.System);
        await pairs.TimeAsync("looking an item up among 100,000, to among 1,000",
            () => Task.FromResult(LookUp(many, Items)), () => Task.FromResult(LookUp(few, 1_000)), Goal.Most(2));
    }

    private static int LookUp(CatalogueShelf shelf, int items)
    {
        var moment = new PriceMoment(1, new DateOnly(2026, 11, 24), "");
        using var book = shelf.Borrow()!;
        for (int i = 0; i < Times * 10; i++)
            _ = book.Find(BenchBook.SkuOf((int)((long)i * 7919 % items)), moment)!;
        return Times * 10;
    }
}
