using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Gift cards in the ledger: what is on them is what the journal says, and never less than nothing.</summary>
public sealed class GiftCardTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly GiftCardBox _box;

    public GiftCardTests() => _box = new GiftCardBox(_folder.File("ledger.db"));

    public void Dispose()
    {
        _box.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_card_holds_what_sales_put_on_it_and_the_receipt_says_what_is_left()
    {
        Assert.Null(_box.Balance(1));
        Assert.Equal(2_500, Left(await _box.GoodAsync(_box.Load(1, 2_500))));
        Assert.Equal(1_500, Left(await _box.GoodAsync(_box.Spend(1, 1_000))));
        var receipt = await _box.GoodAsync(_box.Refund(1, 300));
        Assert.Equal((1_800, 1_800), (Left(receipt), _box.Balance(1)));
        Assert.True(ReceiptNumber.TryParse(receipt.ReceiptNumber, out var number));
        Assert.Equal(receipt, _box.Reader.FindReceipt(number));
        Sales.AssertSound(_box.Path);
    }

    [Fact]
    public async Task Of_two_sales_that_meet_on_one_card_one_wins_and_the_other_is_told_what_is_left()
    {
        await _box.GoodAsync(_box.Load(1, 1_000));
        var both = new[] { _box.DoAsync(_box.Spend(1, 700)), _box.DoAsync(_box.Spend(1, 700)) };
        await Task.WhenAll(both);
        var refusal = (await both[1]).Refusal;
        Assert.Null((await both[0]).Refusal);
        Assert.Equal((RefusalCode.GiftCardTooLow, 300L), (refusal?.Code, refusal?.Offer?.Minor));
        Assert.Equal(300, _box.Balance(1));
    }

    [Fact]
    public async Task The_same_command_again_moves_nothing_twice_also_after_a_restart()
    {
        var (load, spend) = (_box.Load(1, 1_000), _box.Spend(1, 600));
        var (first, second) = (await _box.GoodAsync(load), await _box.GoodAsync(spend));
        _box.Restart();
        Assert.Equal(first, await _box.GoodAsync(load));
        Assert.Equal(second, await _box.GoodAsync(spend)); // 6.00 are no longer on it
        Assert.Equal(400, _box.Balance(1));
    }

    [Fact]
    public async Task What_was_spent_does_not_come_back_and_what_is_there_does()
    {
        string loaded = (await _box.GoodAsync(_box.Load(1, 1_000))).ReceiptNumber;
        string spent = (await _box.GoodAsync(_box.Spend(1, 1))).ReceiptNumber;
        await _box.RefusedAsync(RefusalCode.GiftCardSpent, _box.Return(loaded));
        await _box.RefusedAsync(RefusalCode.GiftCardSpent, _box.Undo(loaded));
        Assert.Equal(1_000, Left(await _box.GoodAsync(_box.Undo(spent))));
        Assert.Equal(0, Left(await _box.GoodAsync(_box.Undo(loaded))));
        Assert.Equal(0, _box.Balance(1));
        await _box.RefusedAsync(RefusalCode.GiftCardTooLow, _box.Spend(1, 1));
        Assert.Equal(50, Left(await _box.GoodAsync(_box.Load(1, 50)))); // the same card, sold anew
        Sales.AssertSound(_box.Path);
    }

    [Fact]
    public async Task There_is_a_limit_to_what_is_on_a_card()
    {
        await _box.GoodAsync(_box.Load(1, ItemRules.MaxPriceMinor));
        _box.Restart(() => Run($"UPDATE gift_cards SET balance = {GiftCardRules.MaxBalanceMinor}"));
        await _box.RefusedAsync(RefusalCode.GiftCardFull, _box.Load(1, 1));
    }

    [Theory]
    [InlineData("UPDATE gift_cards SET balance = balance + 1")]
    [InlineData("DELETE FROM gift_cards WHERE number = '62990002'")]
    [InlineData("INSERT INTO gift_cards VALUES ('62990009', 5, 'EUR', 1)")]
    public async Task A_balance_that_no_entry_says_is_found_when_the_ledger_is_checked(string tampering)
    {
        await _box.GoodAsync(_box.Load(1, 1_000));
        await _box.GoodAsync(_box.Load(2, 2_000));
        _box.Restart(() => Run(tampering));
        var check = LedgerCheck.Run(_box.Path, null, null, CancellationToken.None);
        Assert.Contains(check.Findings, finding => finding.ToString().Contains("gift_cards", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DELETE FROM gift_cards")] // the chain says what was there
    public async Task A_new_epoch_takes_over_what_is_on_the_cards(string damage)
    {
        await _box.GoodAsync(_box.Load(1, 1_000));
        await _box.GoodAsync(_box.Load(2, 2_000));
        await _box.GoodAsync(_box.Spend(1, 400));
        for (int time = 0; time < 2; time++)
        {
            _box.Restart(() =>
            {
                if (damage.Length > 0)
                    Run(damage);
                NewEpoch.Begin(_box.Path, _folder.File("counter.db"), Sales.Setup(), null, "a test");
            });
            Assert.Equal((600L - time, 2_000L), (_box.Balance(1), _box.Balance(2)));
            await _box.GoodAsync(_box.Spend(1, 1));
        }

        Sales.AssertSound(_box.Path);
    }

    [Fact]
    public async Task Where_the_chain_is_broken_the_table_says_what_is_on_the_cards()
    {
        await _box.GoodAsync(_box.Load(1, 1_000));
        await _box.GoodAsync(_box.Spend(1, 400));
        _box.Restart(() =>
        {
            Run("DROP TRIGGER journal_is_never_updated; UPDATE journal SET at_us = at_us + 1 WHERE seq = 2");
            NewEpoch.Begin(_box.Path, _folder.File("counter.db"), Sales.Setup(), 100, "a test");
        });
        Assert.Equal(600, _box.Balance(1));
    }

    private static long Left(V1.Receipt receipt) => Assert.Single(receipt.GiftCards).Balance.Minor;

    private void Run(string sql) => TamperedLedger.Run(_box.Path, sql);
}
