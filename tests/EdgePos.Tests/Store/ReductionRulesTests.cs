using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What staff take off, and other prices than the price book's.</summary>
public sealed class ReductionRulesTests
{
    public static TheoryData<string, int, Reduction, RefusalCode, string> Refused() => new()
    {
        { "nothing in percent", 1, Percent(0), RefusalCode.DiscountOutOfRange, "reduction.percent_ppm" },
        { "more than all of it", 1, Percent(Rate.Whole + 1), RefusalCode.DiscountOutOfRange, "reduction.percent_ppm" },
        { "neither", 1, new(null, null, "stain", "boss"), RefusalCode.DiscountOutOfRange, "reduction" },
        { "both", 1, new(new Rate(1), Cents(1), "stain", "boss"), RefusalCode.DiscountOutOfRange, "reduction" },
        { "nothing", 1, Off(0), RefusalCode.DiscountOutOfRange, "reduction.amount" },
        { "less than nothing", 1, Off(-1), RefusalCode.DiscountOutOfRange, "reduction.amount" },
        { "more than the line", 1, Off(1_001), RefusalCode.DiscountOutOfRange, "reduction.amount" },
        { "more than the basket", 0, Off(2_001), RefusalCode.DiscountOutOfRange, "reduction.amount" },
        {
            "another currency", 1, new(null, new Money(1, Currency.Of("GBP")), "stain", "boss"),
            RefusalCode.CurrencyMismatch, "reduction.amount"
        },
        { "no reason", 1, Percent(1) with { Reason = "" }, RefusalCode.FieldInvalid, "reduction.reason" },
        { "a long reason", 1, Percent(1) with { Reason = new string('x', 41) }, RefusalCode.FieldInvalid, "reduction.reason" },
        { "a reason that moves the printer", 1, Percent(1) with { Reason = "\u001b" }, RefusalCode.FieldInvalid, "reduction.reason" },
        { "no such line", 9, Percent(1), RefusalCode.LineNotFound, "line" },
        { "a line that is void", 5, Percent(1), RefusalCode.LineNotFound, "line" },
        { "a deposit", 4, Percent(1), RefusalCode.NoDiscountAllowed, "line" },
        { "what comes back", 6, Percent(1), RefusalCode.NoDiscountAllowed, "line" },
        { "stamps", 2, Percent(1), RefusalCode.NoDiscountAllowed, "line" },
        { "beyond the limit", 1, Percent(100_001, ""), RefusalCode.ApprovalNeeded, "approval" },
        { "beyond the limit as an amount", 1, Off(101, ""), RefusalCode.ApprovalNeeded, "approval" },
        { "beyond the limit on all", 0, Off(201, ""), RefusalCode.ApprovalNeeded, "approval" },
    };

    [Fact]
    public void An_amount_that_staff_gave_on_their_own_goes_when_there_is_less_to_give_it_on()
    {
        var basket = Empty.With(At(1_000), 10_000).With(At(1_000));
        basket = basket.Reduce(1, Off(600, ""), Limits).Value.Reduce(0, Off(500, ""), Limits).Value;
        var fewer = basket.ChangeQuantity(1, 1_000).Value;
        Assert.Equal((null, null), (fewer.Lines[0].Reduction, fewer.Reduction));
        Assert.Null(basket.VoidLine(2).Value.Reduction);
        Assert.NotNull(basket.ChangeQuantity(1, 11_000).Value.Reduction);
        Assert.NotNull((basket with { Reduction = Off(900) }).VoidLine(2).Value.Reduction);
    }

    // 10.00, stamps, 10.00 with a deposit, a void one, and 2.50 that comes back.
    private static Basket Full => Empty.With(At(1_000)).With(Stamps).With(Beer with { Price = Cents(1_000) })
        .With(Soap).VoidLine(5).Value.Back(250);

    [Theory, MemberData(nameof(Refused))]
    public void What_may_not_come_off_is_refused(string name, int line, Reduction reduction, RefusalCode code, string field)
    {
        var refusal = Full.Reduce(line, reduction, Limits).Refusal;
        Assert.Equal((name, code, field), (name, refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void Staff_give_up_to_their_limit_on_their_own()
    {
        Assert.Equal(900, Priced(Full.Reduce(1, Percent(100_000, ""), Limits)).Lines[0].Amount.Minor);
        Assert.Equal(900, Priced(Full.Reduce(1, Off(100, ""), Limits)).Lines[0].Amount.Minor);
        Assert.Null(Full.Reduce(0, Off(200, ""), Limits).Refusal);
    }

    // The limit is 10 %. Line 1 costs 10.00, and all that may be reduced 20.00.
    public static TheoryData<string, Func<Basket, Result<Basket>>, Func<Basket, Result<Basket>>, RefusalCode?> Together() => new()
    {
        { "a price, then the line", Price(950), Line(Off(51, "")), RefusalCode.ApprovalNeeded },
        { "a price, then the line to the limit", Price(950), Line(Off(50, "")), null },
        { "the line, then a price", Line(Off(51, "")), Price(950), RefusalCode.ApprovalNeeded },
        { "the line, then the basket", Line(Off(100, "")), All(Percent(60_000, "")), RefusalCode.ApprovalNeeded },
        { "the line, then the basket to the limit", Line(Off(100, "")), All(Percent(50_000, "")), null },
        { "the basket, then the line", All(Percent(100_000, "")), Line(Off(1, "")), RefusalCode.ApprovalNeeded },
        { "the basket, then a price", All(Percent(100_000, "")), Price(999), RefusalCode.ApprovalNeeded },
        { "the basket, then a higher price", All(Percent(100_000, "")), Price(1_001), null },
        { "what was allowed does not count", Line(Percent(900_000)), All(Percent(100_000, "")), null },
        { "nor a price that was", basket => basket.Reprice(1, Cents(1), "label", "boss", Limits), Line(Percent(100_000, "")), null },
        { "with leave", Line(Off(100, "")), All(Percent(100_000)), null },
        { "less than before is no more", Line(Off(100, "")), Line(Off(90, "")), null },
    };

    [Theory, MemberData(nameof(Together))]
    public void A_limit_is_one_limit_for_all_that_staff_take_off(
        string name, Func<Basket, Result<Basket>> first, Func<Basket, Result<Basket>> second, RefusalCode? code) =>
        Assert.Equal((name, code), (name, second(first(Full).Value).Refusal?.Code));

    [Fact]
    public void A_part_within_the_limit_is_not_too_much_because_it_was_rounded_up() =>
        Assert.Null(Empty.With(At(255)).Reduce(1, Percent(100_000, ""), Limits).Refusal); // 25.5 cents

    private static Func<Basket, Result<Basket>> Price(long minor) => basket => basket.Reprice(1, Cents(minor), "label", "", Limits);

    private static Func<Basket, Result<Basket>> Line(Reduction reduction) => basket => basket.Reduce(1, reduction, Limits);

    private static Func<Basket, Result<Basket>> All(Reduction reduction) => basket => basket.Reduce(0, reduction, Limits);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_came_off_can_be_given_back(int line)
    {
        var less = Priced(Full.Reduce(line, Percent(500_000), Limits));
        Assert.True(less.Total < Full.Total);
        var again = Priced(less.Reduce(line, null, Limits));
        Assert.Equal((Full.Total, less.Version + 1), (again.Total, again.Version));
        Assert.All(again.Lines, one => Assert.Empty(one.Discounts));
    }

    [Fact]
    public void All_of_it_off_leaves_deposits_stamps_and_what_comes_back()
    {
        var basket = Priced(Full.Reduce(0, Percent(Rate.Whole), Limits));
        Assert.Equal([0L, 1_000L, 0L, 15L, 0L, -250L], basket.Lines.Select(line => line.Amount.Minor));
    }

    [Fact]
    public void An_amount_off_is_never_more_than_what_promotions_and_less_goods_have_left()
    {
        var basket = Empty.With(Soap).With(Soap).Reduce(0, Off(400), Limits).Value;
        var half = basket.Reprice(Book(Offers("half", new PercentOff(new Rate(500_000)))), Noon);
        Assert.Equal((0L, 250L), (half.Total.Minor, half.Lines.Sum(line => Of(line, DiscountKind.Basket))));
        Assert.Null(half.CheckComplete());
        Assert.Equal(0, Priced(basket.VoidLine(1)).Total.Minor);
        var line = Empty.With(Soap, 3_000).Reduce(1, Off(700), Limits).Value.ChangeQuantity(1, 1_000);
        Assert.Equal(0, Priced(line).Total.Minor);
    }

    [Fact]
    public void Staff_take_off_what_promotions_have_left_and_the_basket_comes_last()
    {
        var book = Book(Offers("half", new PercentOff(new Rate(500_000))));
        var basket = Empty.With(At(1_000)).With(At(1_000)).Reduce(1, Off(100), Limits).Value.Reduce(0, Percent(100_000), Limits).Value
            .Reprice(book, Noon);
        Assert.Equal([(DiscountKind.Promotion, 500L), (DiscountKind.Line, 100L), (DiscountKind.Basket, 40L)], Kinds(basket.Lines[0]));
        Assert.Equal([(DiscountKind.Promotion, 500L), (DiscountKind.Basket, 50L)], Kinds(basket.Lines[1]));
    }

    [Fact]
    public void What_staff_take_off_never_costs_the_customer_an_offer()
    {
        var book = Book(Offers("3 for 2", new NForM(3, 2)));
        var three = Empty.With(At(1_000)).With(At(1_000)).With(At(1_000));
        Assert.Equal(2_000, three.Reprice(book, Noon).Total.Minor);
        Assert.Equal(1_933, three.Reduce(1, Percent(100_000), Limits).Value.Reprice(book, Noon).Total.Minor); // 10 % of 6.67
    }

    public static TheoryData<string, int, long, string, RefusalCode?> Prices() => new()
    {
        { "down to the limit", 1, 900, "", null },
        { "up to the limit", 1, 1_100, "", null },
        { "down beyond it", 1, 899, "", RefusalCode.ApprovalNeeded },
        { "up beyond it", 1, 1_101, "", RefusalCode.ApprovalNeeded },
        { "down with leave", 1, 1, "boss", null },
        { "to nothing", 1, 0, "boss", RefusalCode.PriceOutOfRange },
        { "below nothing", 1, -5, "boss", RefusalCode.PriceOutOfRange },
        { "beyond all sense", 1, ItemRules.MaxPriceMinor + 1, "boss", RefusalCode.PriceOutOfRange },
        { "of stamps", 2, 900, "boss", RefusalCode.NoDiscountAllowed },
        { "of a deposit", 4, 10, "boss", RefusalCode.NoDiscountAllowed },
        { "of what comes back", 6, 10, "boss", RefusalCode.NoDiscountAllowed },
        { "of a void line", 5, 10, "boss", RefusalCode.LineNotFound },
        { "of the basket", 0, 10, "boss", RefusalCode.LineNotFound },
    };

    [Theory, MemberData(nameof(Prices))]
    public void A_price_is_set_within_the_limit_or_with_leave(string name, int line, long price, string approvedBy, RefusalCode? code)
    {
        var result = Full.Reprice(line, Cents(price), "label", approvedBy, Limits);
        Assert.Equal((name, code), (name, result.Refusal?.Code));
        if (code is null)
            Assert.Equal((price, 1_000L), (result.Value.Lines[0].Amount.Minor, result.Value.Lines[0].ListPrice?.Minor));
    }

    [Fact]
    public void The_limit_is_that_of_the_price_book_however_often_the_price_is_set_and_its_price_can_be_had_back()
    {
        var low = Full.Reprice(1, Cents(900), "label", "", Limits).Value;
        Assert.Equal(RefusalCode.ApprovalNeeded, low.Reprice(1, Cents(810), "label", "", Limits).Refusal?.Code);
        var again = low.Reprice(1, null, "", "", Limits).Value.Lines[0];
        Assert.Equal((1_000L, (Money?)null, ("", "")), (again.Amount.Minor, again.ListPrice, again.PriceChange));
        Assert.True(again.IsPromotable);
    }

    [Fact]
    public void A_price_that_a_label_says_stands()
    {
        var label = Scan.Of("2") with { Price = Cents(500), IsOfVariableMeasure = true };
        var basket = Empty.Add(Cheese, label, null, "v").Value;
        Assert.Equal(RefusalCode.NoDiscountAllowed, basket.Reprice(1, Cents(1_000), "x", "boss", Limits).Refusal?.Code);
        Assert.Equal(250, Priced(basket.Reduce(1, Percent(500_000), Limits)).Total.Minor);
    }

    [Fact]
    public void Coupons_that_gave_nothing_are_forgotten_with_the_coupon()
    {
        var basket = Priced(Empty.With(Soap).Coupon("TEN"));
        Assert.Equal(["TEN"], basket.Offers.CouponsUnused);
        Assert.Empty(Priced(basket.WithoutCoupon("TEN")).Offers.CouponsUnused);
    }

    [Fact]
    public void Whatever_comes_off_no_line_is_below_zero_and_the_basket_s_part_is_spread_to_the_cent()
    {
        var book = Book(Offers("three", new NForPrice(3, Cents(400)), ItemSelector.OfDepartments("drinks")),
            Offers("food", new PercentOff(new Rate(333_333)), ItemSelector.OfDepartments("food")));
        var line = Gen.Select(Gen.OneOfConst(Cola, Cheese, Soap, Beer, Stamps), Gen.Int[1, 9]);
        line.Array[1, 10].Select(Gen.Long[1, Rate.Whole], Gen.Long[1, 3_000])
            .Sample((lines, ppm, off) =>
            {
                var basket = lines.Aggregate(Empty, (now, one) => now.With(one.Item1, one.Item2 * 1_000));
                basket = OrSame(basket, basket.Reduce(1, Off(off), Limits));
                var promoted = basket.Reprice(book, Noon);
                var reduced = basket.Reduce(0, Percent(ppm), Limits).Value.Reprice(book, Noon);
                Assert.All(reduced.Lines, line => Assert.InRange(line.Amount.Minor, 0, line.Gross.Minor));
                Assert.All(reduced.Lines, line => Assert.All(line.Discounts, one => Assert.True(one.Amount.Minor > 0)));
                long left = promoted.Lines.Where(line => line.IsReducible).Sum(line => line.Amount.Minor);
                Assert.Equal(Rounding.MulDiv(left, ppm, Rate.Whole), reduced.Lines.Sum(line => Of(line, DiscountKind.Basket)));
                Assert.Equal(promoted.Total.Minor - reduced.Total.Minor, reduced.Lines.Sum(line => Of(line, DiscountKind.Basket)));
            });
    }

    [Fact]
    public void The_order_of_scanning_makes_no_difference_to_the_total() =>
        Gen.Select(Gen.OneOfConst(Cola, Cheese, Soap), Gen.Int[1, 5]).Array[1, 8].Select(Gen.Long[1, Rate.Whole]).Sample((lines, ppm) =>
        {
            var book = Book(Offers("three", new NForM(3, 2)));
            Basket Of(IEnumerable<(Item, int)> some) => some.Aggregate(Empty, (now, one) => now.With(one.Item1, one.Item2 * 1_000))
                .Reduce(0, Percent(ppm), Limits).Value.Reprice(book, Noon);
            Assert.Equal(Of(lines).Total, Of(lines.Reverse()).Total);
        });

    private static Basket OrSame(Basket basket, Result<Basket> changed) => changed.Refusal is null ? changed.Value : basket;

    private static Basket Priced(Result<Basket> basket) => basket.Value.Reprice(NoPromotions, Noon);

    private static long Of(BasketLine line, DiscountKind kind) =>
        line.Discounts.Where(one => one.Kind == kind).Sum(one => one.Amount.Minor);

    private static IEnumerable<(DiscountKind, long)> Kinds(BasketLine line) => line.Discounts.Select(one => (one.Kind, one.Amount.Minor));
}
