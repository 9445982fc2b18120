using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>A ledger that is damaged or gone is ended by a person's word, and another is begun.</summary>
public sealed class NewEpochTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_damaged_ledger_is_set_aside_and_numbers_and_stock_go_on_in_a_new_one()
    {
        await SellAsync(20);
        byte[] before = File.ReadAllBytes(Path);
        var old = new LedgerReader(Path).Head();

        var begun = Begin();
        Assert.Equal(before, File.ReadAllBytes(begun.Aside!));
        Assert.Equal(old.Seq, begun.Before.Seq);
        Assert.Equal(old.Epoch, begun.Before.Epoch.ToByteArray());
        Assert.Equal(old.Hash, begun.Before.Hash.ToByteArray());
        Assert.NotEqual(Convert.ToHexStringLower(old.Epoch), begun.Epoch);

        using (var writer = Sales.Open(Path))
        {
            var receipt = WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(21))).Value);
            Assert.Equal("S1-1-21", receipt.ReceiptNumber);
            Assert.Equal("S1-2-1", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(1, register: 2))).Value).ReceiptNumber);
        }

        Assert.Equal(-22_000, new LedgerReader(Path).OnHand("1"));
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task A_coupon_and_a_voucher_that_were_taken_stay_taken_however_often_it_is_begun_anew()
    {
        using (var writer = Sales.Open(Path))
            Assert.Null((await writer.SubmitAsync(Redeeming(1, "TEN", "V1"))).Refusal);
        for (int time = 0; time < 2; time++)
        {
            Begin();
            using var writer = Sales.Open(Path);
            Assert.Equal(RefusalCode.CouponUsed, (await writer.SubmitAsync(Redeeming(2, "TEN", "V2"))).Refusal?.Code);
            Assert.Equal(RefusalCode.VoucherUsed, (await writer.SubmitAsync(Redeeming(3, "FIVE", "V1"))).Refusal?.Code);
        }

        Sales.AssertSound(Path);
    }

    private static CompleteSale Redeeming(int number, string coupon, string voucher)
    {
        var sale = Sales.Sale(number);
        var fact = sale.Sale.Clone();
        fact.Coupons.Add(coupon);
        (fact.Tenders[0].Kind, fact.Tenders[0].Reference) = ("voucher", voucher);
        return new CompleteSale(sale.Register, sale.CommandId, sale.RequestDigest, "", fact);
    }

    [Fact]
    public async Task Nothing_of_a_file_that_is_no_database_is_believed_and_the_same_damage_is_kept_once()
    {
        for (int time = 0; time < 2; time++)
        {
            File.WriteAllText(Path, new string('x', 5000));
            Assert.Contains("--receipts-after", Assert.Throws<LedgerFault>(() => Begin()).Message, StringComparison.Ordinal);
            Assert.Equal(5000, new FileInfo(Path).Length);
            var begun = Begin(after: 500);
            Assert.Equal(new string('x', 5000), File.ReadAllText(begun.Aside!));
            Assert.Equal((0L, 0), (begun.Before.Seq, begun.Before.Stock.Count));
            using var writer = Sales.Open(Path);
            Assert.Equal("S1-3-501", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(1, register: 3))).Value).ReceiptNumber);
            Assert.Equal("S1-3-502", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(2, register: 3))).Value).ReceiptNumber);
        }

        Assert.Single(Directory.GetFiles(_folder.Path, "*.damaged-*"));
    }

    [Fact]
    public async Task Where_only_the_counter_is_left_its_receipts_say_how_far_the_numbers_went()
    {
        await SellAsync(3);
        File.Delete(Path);
        using (var counter = CounterFile.Open(_folder.File("counter.db"), TimeProvider.System))
        {
            var basket = new EdgePos.Store.Basket
            {
                Id = Guid.CreateVersion7(),
                Register = 7,
                Currency = Sales.Eur,
                ReceiptNumber = "S1-7-41",
            };
            counter.Change<bool>(now =>
            {
                counter.Baskets.Save(basket, now);
                return true;
            });
        }

        var fault = Assert.Throws<LedgerFault>(() => Sales.Open(Path));
        Assert.Contains("edgeposctl ledger new-epoch", fault.Message, StringComparison.Ordinal);
        Assert.Equal([(0, 30L), (7, 41L)], Begin(after: 30).Before.Receipts.Select(last => (last.Register, last.Last)));
        Sales.Open(Path).Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task Whatever_page_is_damaged_a_new_ledger_is_begun_and_no_number_is_given_twice(int page)
    {
        await SellAsync(40);
        byte[] file = File.ReadAllBytes(Path);
        file.AsSpan(page * 4096, 4096).Fill(0xA5);
        File.WriteAllBytes(Path, file);

        Assert.NotNull(Begin(after: 40).Aside);
        using var writer = Sales.Open(Path);
        Assert.Equal("S1-1-41", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(99))).Value).ReceiptNumber);
    }

    private EpochBegun Begin(long? after = null) =>
        NewEpoch.Begin(Path, _folder.File("counter.db"), Sales.Setup(), after, "a test");

    private async Task SellAsync(int sales)
    {
        using (var writer = Sales.Open(Path))
        {
            for (int i = 1; i <= sales; i++)
                await writer.SubmitAsync(Sales.Sale(i));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
