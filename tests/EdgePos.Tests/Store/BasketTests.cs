using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

public sealed class BasketTests
{
    private static readonly Currency Eur = Currency.Of("EUR");
    private static readonly Item Cola = new("1", "Cola", Unit.Each, new Money(199, Eur), new Rate(90_000));
    private static readonly Item Cheese = new("2", "Cheese", Unit.Kilogram, new Money(1_499, Eur), new Rate(90_000));
    private static readonly Item Soap = new("3", "Soap", Unit.Each, new Money(250, Eur), new Rate(210_000));

    private static Basket Empty => new() { Id = new Guid(new byte[16]), Register = 1, Currency = Eur };

    [Fact]
    public void A_line_costs_quantity_times_price_rounded()
    {
        var basket = Add(Empty, Cheese, 333);
        Assert.Equal(499, basket.Total.Minor); // 0.333 kg at 14.99: 4.99167
    }

    [Theory]
    [InlineData(0, RefusalCode.QuantityOutOfRange)]
    [InlineData(-1, RefusalCode.QuantityOutOfRange)]
    [InlineData(1_000_000_000_000, RefusalCode.QuantityOutOfRange)]
    [InlineData(long.MinValue, RefusalCode.QuantityOutOfRange)]
    [InlineData(1_500, RefusalCode.QuantityNotWhole)]
    public void A_quantity_that_makes_no_sense_is_refused(long thousandths, RefusalCode code)
    {
        Assert.Equal(code, Empty.Add(Cola, Scan.Of("1"), thousandths, "v").Refusal?.Code);
        Assert.Equal(code, Add(Empty, Cola).ChangeQuantity(1, thousandths).Refusal?.Code);
    }

    [Fact]
    public void An_item_without_a_price_is_refused_and_never_sold_at_zero() =>
        Assert.Equal(RefusalCode.PriceMissing, Empty.Add(Cola with { Price = null }, Scan.Of("1"), null, "v").Refusal?.Code);

    [Fact]
    public void A_basket_takes_a_thousand_lines_and_says_so_at_the_next()
    {
        var basket = Empty;
        for (int i = 0; i < BasketLimits.MaxLines; i++)
            basket = Add(basket, Cola);
        Assert.Equal(RefusalCode.BasketFull, basket.Add(Cola, Scan.Of("1"), null, "v").Refusal?.Code);
    }

    [Fact]
    public void A_sum_that_is_too_large_is_refused()
    {
        var gold = Cola with { Price = new Money(ItemRules.MaxPriceMinor, Eur) };
        Assert.Equal(RefusalCode.AmountTooLarge, Empty.Add(gold, Scan.Of("1"), Quantity.MaxThousandths, "v").Refusal?.Code);
    }

    [Fact]
    public void Too_much_cash_gives_change_and_the_lines_freeze()
    {
        var paid = Add(Empty, Cola).PayCash(new Money(500, Eur)).Value;
        Assert.Equal((BasketState.Paid, 301L, 0L), (paid.State, paid.Change.Minor, paid.Due.Minor));
        Assert.Equal(RefusalCode.BasketPaid, paid.Add(Cola, Scan.Of("1"), null, "v").Refusal?.Code);
        Assert.Equal(RefusalCode.BasketPaid, paid.VoidLine(1).Refusal?.Code);
        Assert.Equal(RefusalCode.BasketPaid, paid.PayCash(new Money(1, Eur)).Refusal?.Code);
    }

    [Fact]
    public void A_part_payment_leaves_the_rest_due()
    {
        var part = Add(Empty, Cola).PayCash(new Money(100, Eur)).Value;
        Assert.Equal((BasketState.Open, 99L), (part.State, part.Due.Minor));
        Assert.Equal(RefusalCode.NotPaid, part.CheckComplete()?.Code);
        Assert.Equal(BasketState.Paid, part.PayCash(new Money(99, Eur)).Value.State);
    }

    [Theory]
    [InlineData(0, "EUR", RefusalCode.TenderOutOfRange)]
    [InlineData(-1, "EUR", RefusalCode.TenderOutOfRange)]
    [InlineData(long.MaxValue, "EUR", RefusalCode.TenderOutOfRange)]
    [InlineData(100, "GBP", RefusalCode.CurrencyMismatch)]
    public void A_tender_that_makes_no_sense_is_refused(long minor, string currency, RefusalCode code) =>
        Assert.Equal(code, Add(Empty, Cola).PayCash(new Money(minor, Currency.Of(currency))).Refusal?.Code);

    [Fact]
    public void A_void_line_stays_and_costs_nothing()
    {
        var basket = Add(Add(Empty, Cola), Soap).VoidLine(1).Value;
        Assert.Equal((250L, 2, 1L), (basket.Total.Minor, basket.Lines.Length, basket.ItemCount));
        Assert.Equal(RefusalCode.LineNotFound, basket.VoidLine(1).Refusal?.Code);
        Assert.Equal(RefusalCode.LineNotFound, basket.ChangeQuantity(1, 1000).Refusal?.Code);
    }

    [Fact]
    public void An_empty_basket_takes_no_money_and_is_no_sale()
    {
        Assert.Equal(RefusalCode.BasketEmpty, Empty.PayCash(new Money(1, Eur)).Refusal?.Code);
        Assert.Equal(RefusalCode.BasketEmpty, Empty.CheckComplete()?.Code);
    }

    [Fact]
    public void A_closed_basket_takes_nothing_more()
    {
        foreach (var closed in new[] { Add(Empty, Cola).Abandon().Value, Add(Empty, Cola).Completed("S1-1-1") })
        {
            Assert.Equal(RefusalCode.BasketClosed, closed.Add(Cola, Scan.Of("1"), null, "v").Refusal?.Code);
            Assert.Equal(RefusalCode.BasketClosed, closed.ChangeQuantity(1, 1000).Refusal?.Code);
            Assert.Equal(RefusalCode.BasketClosed, closed.VoidLine(1).Refusal?.Code);
            Assert.Equal(RefusalCode.BasketClosed, closed.PayCash(new Money(1, Eur)).Refusal?.Code);
            Assert.Equal(RefusalCode.BasketClosed, closed.Abandon().Refusal?.Code);
            Assert.Equal(RefusalCode.BasketClosed, closed.CheckComplete()?.Code);
        }
    }

    [Fact]
    public void Whatever_is_done_the_sums_agree()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 6], Gen.Long[-1000, 20_000]);
        step.List[0, 30].Sample(steps =>
        {
            var basket = Empty;
            foreach (var (what, line, number) in steps)
            {
                var next = what switch
                {
                    0 => basket.Add(Cola, Scan.Of("1"), null, "v"),
                    1 => basket.Add(Cheese, Scan.Of("2"), number, "v"),
                    2 => basket.Add(Soap, Scan.Of("3"), number, "v"),
                    3 => basket.ChangeQuantity(line, number),
                    4 => basket.VoidLine(line),
                    _ => basket.PayCash(new Money(number, Eur)),
                };
                if (next.Refusal is null)
                {
                    Assert.Equal(basket.Version + 1, next.Value.Version);
                    basket = next.Value;
                }

                var taxes = basket.Taxes;
                Assert.Equal(basket.Total.Minor, basket.Sold.Sum(l => l.Amount.Minor));
                Assert.Equal(basket.Total.Minor, taxes.Sum(row => row.Gross.Minor));
                Assert.All(taxes, row => Assert.Equal(row.Gross, row.Net + row.Tax));
                Assert.Equal(basket.Tendered.Minor - basket.Change.Minor + basket.Due.Minor, basket.Total.Minor);
                Assert.All(basket.Lines, l => Assert.True(l.Amount.Minor >= 0));
            }
        });
    }

    private static Basket Add(Basket basket, Item item, long? thousandths = null) =>
        basket.Add(item, Scan.Of(item.Sku), thousandths, "v").Value;
}
