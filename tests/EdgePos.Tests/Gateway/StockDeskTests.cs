using EdgePos.Gateway;
using EdgePos.Store;
using Microsoft.Extensions.Options;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What a cashier is told of a basket that takes more than there is, by the store's setting.</summary>
public sealed class StockDeskTests : IDisposable
{
    private readonly StockBox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(BelowZero.Allow, false, 0)]
    [InlineData(BelowZero.Warn, false, 1)]
    [InlineData(BelowZero.Refuse, true, 0)]
    public async Task A_store_allows_warns_or_refuses(BelowZero setting, bool refuses, int warnings)
    {
        await _box.GoodAsync(_box.Receive(("soap", 1_000), ("tea", 1_000)));
        var desk = new StockDesk(_box.Stock, Options.Create(new StockOptions { BelowZero = setting }));
        var basket = new Basket { Id = _box.NewId(), Register = 1, Currency = Sales.Eur };
        basket = Add(Add(Add(basket, "repair", 9_000), "tea", 1_000), "soap", 2_000);
        Assert.Equal(refuses ? RefusalCode.OutOfStock : null, desk.Check(basket).Refusal?.Code);
        Assert.Null(desk.Check(basket.VoidLine(3).Value).Refusal);
        Assert.Equal(warnings, desk.WarningsOf(basket).Count);
        Assert.All(desk.WarningsOf(basket), warning => Assert.Equal(["Soap", "soap", "1"], warning.Args));
    }

    private static Basket Add(Basket basket, string sku, long thousandths) => basket.Add(
        new Item(sku, "Soap", Unit.Each, new Money(100, Sales.Eur), new Rate(0)), Scan.Of(sku), thousandths, "v").Value;
}
