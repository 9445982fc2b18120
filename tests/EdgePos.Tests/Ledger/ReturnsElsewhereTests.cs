using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.Tests.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Ledger;

/// <summary>What the ledger takes back of receipts that another ledger wrote, by what head office held for it.</summary>
public sealed class ReturnsElsewhereTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LedgerWriter _writer;
    private int _ids;

    public ReturnsElsewhereTests() => _writer = Sales.Open(LedgerFile, _clock);

    private string LedgerFile => _folder.File("ledger.db");

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_more_comes_back_than_is_left_here_and_elsewhere()
    {
        Assert.Null((await TakeBackAsync(1_000, elsewhere: 1_000)).Refusal);
        Assert.Equal(new Back(1_000, 250), new LedgerReader(LedgerFile).FindBackHere("S2-1-5")[1]);
        Assert.Equal(RefusalCode.ReturnedAlready, (await TakeBackAsync(2_000, elsewhere: 1_000)).Refusal?.Code);
        Assert.Equal(RefusalCode.ReturnedAlready, (await TakeBackAsync(1_000, elsewhere: 2_000)).Refusal?.Code);
        Assert.Null((await TakeBackAsync(1_000, elsewhere: 1_000)).Refusal);
        Assert.Equal(new Back(2_000, 500), new LedgerReader(LedgerFile).FindBackHere("S2-1-5")[1]);
        Sales.AssertSound(LedgerFile);
    }

    [Fact]
    public async Task A_receipt_of_another_store_with_a_number_of_ours_does_not_touch_ours()
    {
        Assert.Null((await _writer.SubmitAsync(Sales.Sale(1))).Refusal); // S1-1-1
        Assert.Null((await TakeBackAsync(1_000, receipt: "S2-1-1")).Refusal);
        Assert.Equal(1_000, Assert.Single(new LedgerReader(LedgerFile).FindSold("S1", "S1-1-1")!).Left);
    }

    [Fact]
    public async Task What_head_office_holds_no_longer_is_refused_and_nothing_that_it_never_held_is_taken()
    {
        Assert.Equal(RefusalCode.ReturnHoldOver, (await TakeBackAsync(1_000, until: TimeSpan.FromMinutes(-1))).Refusal?.Code);
        Assert.Null((await TakeBackAsync(1_000, until: TimeSpan.FromMinutes(1))).Refusal);
        Assert.Equal(RefusalCode.ReturnedAlready, (await TakeBackAsync(1_000, isHeld: false)).Refusal?.Code);
    }

    [Fact]
    public async Task Of_a_receipt_of_its_own_what_came_back_elsewhere_counts_too()
    {
        var sale = (await _writer.SubmitAsync(Sales.Sale(1))).Value;
        var sold = Assert.Single(new LedgerReader(LedgerFile).FindSold("S1", WireSales.ReceiptOf(sale).ReceiptNumber)!);
        var hold = new ReturnHold(Guid.NewGuid(), long.MaxValue, Sold: 0, PaidMinor: 0, Returned: 1_000, RefundedMinor: 250);
        Assert.Equal(RefusalCode.ReturnedAlready, (await TakeBackAsync(sold, 1_000, hold)).Refusal?.Code);
        Assert.Null((await TakeBackAsync(sold, 1_000, hold with { Returned = 0, RefundedMinor = 0 })).Refusal);
        Sales.AssertSound(LedgerFile);
    }

    private Task<Result<LedgerAnswer>> TakeBackAsync(
        long thousandths, long elsewhere = 0, TimeSpan? until = null, string receipt = "S2-1-5", bool isHeld = true)
    {
        var item = new Item("SOAP", "Soap", Unit.Each, Cents(250), new Rate(90_000));
        var sold = new SoldLine(receipt, 1, item, "SOAP", 3_000, Cents(750), 0, Cents(0));
        long untilUs = (long)(_clock.GetUtcNow() + (until ?? TimeSpan.FromHours(1)) - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        return TakeBackAsync(sold, thousandths,
            isHeld ? new ReturnHold(Guid.NewGuid(), untilUs, 3_000, 750, elsewhere, elsewhere / 4) : null);
    }

    private Task<Result<LedgerAnswer>> TakeBackAsync(SoldLine sold, long thousandths, ReturnHold? hold)
    {
        int number = ++_ids;
        var basket = new Basket { Id = Sales.IdOf("back", number), Register = 1, Currency = Sales.Eur };
        basket = basket.Return(sold, thousandths, Why() with { Hold = hold }).Value;
        basket = basket.PayCash(basket.Due).Value;
        var command = Sales.IdOf("back command", number);
        return _writer.SubmitAsync(new CompleteSale(1, command, new byte[32], "", WireSales.SaleOf(basket, command)));
    }
}
