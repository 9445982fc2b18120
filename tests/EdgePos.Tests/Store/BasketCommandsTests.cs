using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>Everything that can be done with a basket, in any order, against a price book with promotions of any kind.</summary>
public sealed class BasketCommandsTests
{
    private static readonly Item[] Shelf =
    [
        Cola, Cheese, Soap, Beer, Stamps, At(1_000) with
        {
            Sku = "9",
            Taxes = [new("STATE", new Rate(40_000), Rate.Whole), new("CITY", new Rate(45_000), Rate.Whole)],
        },
    ];

    private static readonly Gen<ItemSelector> Selectors = Gen.OneOfConst(
        ItemSelector.Everything, ItemSelector.OfDepartments("drinks"), ItemSelector.OfSkus("3", "5"), ItemSelector.OfSkus("1", "2", "6"));

    private static readonly Gen<Offer> Offered = Gen.Select(Gen.Int[0, 6], Gen.Int[2, 4], Gen.Long[1, 600], Gen.Long[1, Rate.Whole])
        .Select((what, pieces, minor, ppm) => what switch
        {
            0 => (Offer)new PercentOff(new Rate(ppm)),
            1 => new AmountOff(Cents(minor)),
            2 => new FixedPrice(Cents(minor)),
            3 => new NForPrice(pieces, Cents(minor)),
            4 => new NForM(pieces, 1),
            5 => new BasketPercent(new Rate(ppm)),
            _ => new BasketAmount(Cents(minor)),
        });

    private static readonly Gen<PromotionBook> Books = Gen.Select(Offered, Selectors,
        Gen.OneOfConst(Combination.Combinable, Combination.Exclusive, Combination.Alone), Gen.Int[0, 2], Gen.OneOfConst("", "", "", "TEN"))
        .Select((offer, items, combination, priority, coupon) => Offers("", offer, items) with
        {
            Combination = combination,
            Priority = priority,
            Coupon = coupon,
        }).Array[0, 5].Select(all => Book([.. all.Select((one, i) => one with { Id = $"p{i}", Name = $"p{i}" })]));

    private static readonly Gen<(int What, int Line, long Number)> Steps = Gen.Select(Gen.Int[0, 17], Gen.Int[0, 8], Gen.Long[1, 4_000]);

    [Fact]
    public void Whatever_is_done_the_basket_adds_up_and_pricing_it_again_changes_nothing() =>
        Gen.Select(Books, Gen.Bool, Gen.Bool, Steps.Array[1, 30]).Sample((book, excluded, perLine, steps) =>
        {
            var basket = Empty with { Tax = new TaxMode(excluded, perLine), CashStep = 5 };
            foreach (var (what, line, number) in steps)
            {
                var next = Done(basket, what, line, number);
                if (next.Refusal is not null)
                    continue;
                Assert.Equal(basket.Version + 1, next.Value.Version);
                basket = next.Value.Reprice(book, Noon);
                Assert.Equal(next.Value.Version, basket.Version);
                AddsUp(basket, book);
            }
        });

    private static Result<Basket> Done(Basket basket, int what, int line, long number) => what switch
    {
        < 5 => basket.Add(Shelf[number % Shelf.Length], Scan.Of("x"), new Asked((1 + (number / 1_000)) * 1_000, AgeSeen: 18), "v"),
        5 => basket.Add(Cheese, Scan.Of("2") with { Price = Cents(number), IsOfVariableMeasure = true }, null, "v"),
        6 => basket.ChangeQuantity(line, number / 1_000 * 1_000),
        7 => basket.VoidLine(line),
        8 => basket.Reduce(line, number % 3 == 0 ? null : number % 3 == 1 ? Off(number) : Percent(number * 250), Limits),
        9 => basket.Reduce(0, number % 3 == 0 ? null : number % 3 == 1 ? Off(number) : Percent(number * 250), Limits),
        10 => basket.Reprice(line, number % 3 == 0 ? null : Cents(number), "x", "boss", Limits),
        11 => basket.Return(Sold(Cola, 5_000, 777, line), number / 1_000 * 1_000, Why()),
        12 => basket.Return(Soap, Scan.Of("3"), null, Why(), Limits),
        13 => number % 2 == 0 ? basket.Coupon("TEN") : basket.WithoutCoupon("TEN"),
        14 => basket.For(number % 3 == 0 ? new("", "CLUB", "EX") : number % 3 == 1 ? new("C", "CLUB", "") : BasketCustomer.Anybody,
            item => item.Sku == "3" ? Cents(number) : null),
        15 => basket.Give((TenderKind)(1 + (number % 5)), line == 0 ? basket.Due.Minor : number, $"{number}"),
        16 => basket.RemoveTender(line),
        _ => basket.Suspended ? basket.Resume(2) : number % 4 == 0 ? basket.Suspend("x") : basket.Say(line, "x"),
    };

    private static void AddsUp(Basket basket, PromotionBook book)
    {
        var again = basket.Reprice(book, Noon);
        Assert.Equal(basket.Total, again.Total);
        Assert.True(basket.Lines.SequenceEqual(again.Lines), "priced once is priced");

        Assert.All(basket.Lines, line => Assert.Equal(line.Amount.Minor, line.Void ? 0 : line.Gross.Minor - line.Discounted));
        Assert.All(basket.Lines, line => Assert.True(line.ReturnOf is null ? line.Amount.Minor >= 0 : line.Amount.Minor <= 0));
        Assert.All(basket.Lines, line => Assert.True(line.Discounts.IsEmpty || line.IsReducible, $"nothing comes off {line}"));
        Assert.All(basket.Lines, line => Assert.All(line.Discounts, one => Assert.True(one.Amount.Minor > 0 && one.Id.Length > 0)));
        Assert.All(basket.Sold.Where(line => line.DepositOf > 0), deposit =>
            Assert.Equal((basket.Lines[deposit.DepositOf - 1].Quantity.Thousandths, false),
                (deposit.Quantity.Thousandths, basket.Lines[deposit.DepositOf - 1].Void)));
        Assert.Equal(basket.Offers.Given.Sum(one => one.Total.Minor),
            basket.Lines.Sum(line => line.Discounts.Where(one => one.Kind == DiscountKind.Promotion).Sum(one => one.Amount.Minor)));

        long lines = basket.Sold.Sum(line => line.Amount.Minor);
        Assert.Equal(basket.Total.Minor, basket.Taxes.Sum(row => row.Gross.Minor));
        if (basket.Tax.PricesExcludeTax)
            Assert.Equal(basket.Total.Minor, lines + basket.Taxes.Sum(row => row.Tax.Minor));
        else if (!basket.Customer.IsExempt)
            Assert.Equal(basket.Total.Minor, lines);
        Assert.Equal(basket.State is BasketState.Paid, basket.CheckComplete() is null && basket.Paying.Any());
    }
}
