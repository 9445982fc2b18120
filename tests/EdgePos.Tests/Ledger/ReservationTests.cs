using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Stock that is held for somebody. Each test ends with a check of the whole ledger.</summary>
public sealed class ReservationTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly StockBox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_reservation_counts_until_its_time_is_over()
    {
        await _box.GoodAsync(_box.Receive(("soap", 5_000)));
        await _box.GoodAsync(_box.Reserve("soap", 2_000, Hour));
        await _box.GoodAsync(_box.Reserve("soap", 1_000, Hour * 3));
        Assert.Equal((5_000L, 3_000L, true), _box.Level("soap"));
        Assert.Equal("2", (await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Sell(("soap", 3_000)))).Args[2]);
        long before = _box.Stock.Of([]).NowUs;
        _box.Clock.Advance(Hour);
        Assert.Equal((5_000L, 1_000L, true), _box.Level("soap"));
        var (ended, now, next) = _box.Stock.EndedAfter(before);
        Assert.Equal((_box.In(TimeSpan.Zero), _box.In(Hour * 2)), (now, next));
        Assert.Equal(["soap"], ended);
        await _box.GoodAsync(_box.Sell(("soap", 4_000)));
        _box.Clock.Advance(Hour * 2);
        Assert.Null(_box.Stock.EndedAfter(now).NextUs);
        await _box.GoodAsync(_box.Reserve("soap", 1_000, Hour)); // takes the rows of the old ones with it
        Assert.Equal((1_000L, 1_000L, true), _box.Level("soap"));
        Assert.Equal(["1000"], TamperedLedger.Rows(_box.Path, "SELECT cast(sum(quantity) AS TEXT) FROM stock_reservations"));
    }

    [Fact]
    public async Task The_ledgers_clock_judges_a_reservations_time()
    {
        foreach (var wrong in new[] { TimeSpan.Zero, -Hour, TimeSpan.FromDays(93) })
            Assert.Equal("expires_at_us", (await _box.RefusedAsync(RefusalCode.FieldInvalid, _box.Reserve("soap", 1_000, wrong))).Field);
        var hour = _box.Reserve("soap", 1_000, Hour);
        await _box.GoodAsync(hour);
        _box.Clock.AdjustTime(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero)); // a start without a clock
        _box.Restart();
        Assert.Equal(1_000, _box.Level("soap").Reserved);
        await _box.GoodAsync(_box.Reserve("soap", 1_000, TimeSpan.FromDays(30_000))); // the box does not know how far away that is
        Assert.Equal(2_000, _box.Level("soap").Reserved);
        await _box.RefusedAsync(RefusalCode.FieldInvalid, _box.Reserve("soap", 1_000, Hour) with { ExpiresUs = long.MaxValue });
        await _box.GoodAsync(_box.Release(hour.CommandId));
        Assert.Equal(1_000, _box.Level("soap").Reserved);
    }

    [Fact]
    public async Task What_is_held_goes_to_its_basket_and_to_nobody_else()
    {
        await _box.GoodAsync(_box.Receive(("soap", 1_000), ("tea", 1_000)));
        var (held, tea) = (_box.Reserve("soap", 1_000, Hour) with { NeedsStock = true }, _box.Reserve("tea", 1_000, Hour));
        var basket = _box.NewId();
        await _box.GoodAsync(held);
        await _box.GoodAsync(tea);
        await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Reserve("soap", 1, Hour) with { NeedsStock = true });
        await _box.GoodAsync(_box.Reserve("soap", 500, TimeSpan.FromMinutes(1))); // a store that allows it
        await _box.RefusedAsync(RefusalCode.OutOfStock, _box.SellFor(basket, ("soap", 1_000)));
        await _box.GoodAsync(_box.Release(held.CommandId, basket));
        await _box.GoodAsync(_box.Release(tea.CommandId, basket));
        _box.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((1_000L, 0L), (_box.Level("soap").Reserved, _box.Level("soap", basket).Reserved));
        await _box.RefusedAsync(RefusalCode.OutOfStock, _box.Sell(("soap", 1_000)));
        await _box.GoodAsync(_box.SellFor(basket, ("soap", 1_000)));
        Assert.Equal((0L, 0L, true), _box.Level("soap"));
        Assert.Equal(1_000, _box.Level("tea").Reserved); // was not in the sale
        await _box.RefusedAsync(RefusalCode.ReservationNotFound, _box.Release(held.CommandId));
        await _box.GoodAsync(_box.Release(tea.CommandId));
        await _box.RefusedAsync(RefusalCode.ReservationNotFound, _box.Release(tea.CommandId));
        _box.Clock.Advance(Hour);
        await _box.RefusedAsync(RefusalCode.ReservationNotFound, _box.Release(_box.NewId()));
    }
}
