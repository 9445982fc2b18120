using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Real shopping, priced with 500 promotions of all kinds, over gRPC: twice, and the same to the byte.</summary>
public sealed class GroceriesTests : IDisposable
{
    private const int Registers = 4;

    private readonly TempFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_few_hundred_baskets_cost_the_same_twice() => SellTwiceAsync(Groceries.Sample());

    [Fact]
    public Task A_month_of_baskets_costs_the_same_twice() => SellTwiceAsync(Groceries.Month());

    private async Task SellTwiceAsync(Groceries groceries)
    {
        var first = await SellAsync(groceries, "first");
        var second = await SellAsync(groceries, "second");
        Assert.Equal(first, second);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{groceries.Baskets.Count} baskets, {first.Total} cents, {first.Discount} off, receipts {first.Hash[..16]}");
    }

    private async Task<(long Sales, long Total, long Discount, string Hash)> SellAsync(Groceries groceries, string name)
    {
        await using var daemon = await new Daemon(_folder.File(name), Daemon.Alone).StartAsync();
        using (var import = daemon.PriceBook.Import(Daemon.As(1)))
        {
            await import.RequestStream.WriteAsync(groceries.Book());
            await import.RequestStream.CompleteAsync();
            Assert.Equal(500, (await import).Promotions);
        }

        var receipts = await Task.WhenAll(Enumerable.Range(1, Registers).Select(register =>
            SellAllAsync(new Till(daemon, register), groceries.Baskets.Where((_, i) => i % Registers == register - 1))));
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(groceries.Baskets.Count, Sales.AssertSound(daemon.LedgerFile).Sales);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var receipt in receipts.SelectMany(all => all))
            hash.AppendData(receipt.ToByteArray());
        var sold = receipts.SelectMany(all => all).ToList();
        AssertStock(groceries, new LedgerReader(daemon.LedgerFile));
        return (sold.Count, sold.Sum(receipt => receipt.Total.Minor),
            sold.Sum(receipt => receipt.Promotions.Sum(given => given.Amount.Minor)), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<List<Receipt>> SellAllAsync(Till till, IEnumerable<string[]> baskets)
    {
        var receipts = new List<Receipt>();
        foreach (string[] items in baskets)
        {
            string id = (await till.Open()).BasketId;
            Basket basket = new();
            foreach (string item in items)
                basket = await till.Add(id, item);
            AssertAddsUp(basket);
            if (basket.Total.Minor > 0)
                await till.Cash(id, basket.Total.Minor);
            receipts.Add(Timeless((await till.Complete(id)).Receipt));
        }

        return receipts;
    }

    private static void AssertAddsUp(Basket basket)
    {
        Assert.Equal(basket.Total.Minor, basket.Lines.Sum(line => line.Amount.Minor));
        Assert.Equal(basket.Total.Minor, basket.Taxes.Sum(row => row.Gross.Minor));
        Assert.All(basket.Taxes, row => Assert.Equal(row.Gross.Minor, row.Net.Minor + row.Tax.Minor));
        Assert.Equal(basket.Promotions.Sum(given => given.Amount.Minor), basket.Discount.Minor);
        Assert.All(basket.Lines, line =>
        {
            Assert.InRange(line.Amount.Minor, 0, line.Gross.Minor);
            Assert.Equal(line.Gross.Minor - line.Amount.Minor, line.Discounts.Sum(one => one.Amount.Minor));
        });
    }

    private static void AssertStock(Groceries groceries, LedgerReader reader)
    {
        foreach (var item in groceries.Baskets.SelectMany(basket => basket).GroupBy(name => name))
            Assert.Equal(-1_000L * item.Count(), reader.OnHand(item.Key));
    }

    // What two runs cannot have in common.
    private static Receipt Timeless(Receipt receipt) =>
        new(receipt) { AtUs = 0, JournalSeq = 0, BasketId = "", BusinessDate = "" };
}
