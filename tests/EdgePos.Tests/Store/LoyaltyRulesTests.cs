using System.Collections.Frozen;
using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What earns points, and what they pay.</summary>
public sealed class LoyaltyRulesTests
{
    private static readonly LoyaltyProgramme Programme = new(EarnMinor: 100, WorthMinor: 5, FrozenSet.ToFrozenSet(["tobacco"]));
    private static readonly Item Gift = new("G", "Gift card", Unit.Each, null, new Rate(0))
    {
        Traits = ItemTraits.GiftCard | ItemTraits.OpenPrice,
    };

    private static readonly Basket Member = Empty with { Customer = new BasketCustomer("1001", "", "") };

    /// <summary>The customer's points; goods and gift cards in the basket; what is asked, null: all; what is taken or offered.</summary>
    public static TheoryData<string, long, long, long, long?, long, RefusalCode?> Payments() => new()
    {
        { "all that is due", 500, 1_000, 0, null, 1_000, null },
        { "all that there are", 100, 1_000, 0, null, 500, null },
        { "a part", 500, 1_000, 0, 250, 250, null },
        { "whole points of what is due", 500, 998, 0, null, 995, null },
        { "half a point", 500, 1_000, 0, 252, 0, RefusalCode.FieldInvalid },
        { "more than there are", 100, 1_000, 0, 505, 500, RefusalCode.PointsShort },
        { "of none", 0, 1_000, 0, null, 0, RefusalCode.PointsShort },
        { "of fewer than none", -40, 1_000, 0, 5, 0, RefusalCode.PointsShort },
        { "more than is due", 500, 1_000, 0, 1_005, 0, RefusalCode.TenderTooMuch },
        { "nothing", 500, 1_000, 0, 0, 0, RefusalCode.TenderOutOfRange },
        { "less than nothing", 500, 1_000, 0, -5, 0, RefusalCode.TenderOutOfRange },
        { "goods beside a gift card", 5_000, 1_000, 2_000, null, 1_000, null },
        { "a part of a gift card", 5_000, 1_000, 2_000, 1_005, 1_000, RefusalCode.GiftCardForGiftCard },
    };

    [Theory, MemberData(nameof(Payments))]
    public void Points_pay_for_goods_in_whole_and_never_more_than_there_are(
        string name, long points, long goods, long loads, long? asked, long taken, RefusalCode? code)
    {
        var basket = Member.With(At(goods));
        if (loads > 0)
            basket = basket.Add(Gift, Scan.Of("G"), new Asked(Serial: "62990001", Price: Cents(loads)), "v").Value;
        var paid = basket.PayByPoints(Programme, asked is { } minor ? Cents(minor) : null, points);
        Assert.Equal((name, code), (name, paid.Refusal?.Code));
        Assert.Equal((name, taken), (name, code is null ? paid.Value.Tendered.Minor : paid.Refusal?.Offer?.Minor ?? 0));
        Assert.Equal((name, code is null ? taken / 5 : 0), (name, code is null ? LoyaltyRules.Spent(paid.Value) : 0));
    }

    [Fact]
    public void Points_of_nobody_and_points_that_are_worth_nothing_do_not_pay()
    {
        Assert.Equal(RefusalCode.PointsNeedCustomer, Empty.With(Soap).PayByPoints(Programme, null, 500).Refusal?.Code);
        Assert.Equal(RefusalCode.TenderNotTaken, Member.With(Soap).PayByPoints(Programme with { WorthMinor = 0 }, null, 500).Refusal?.Code);
    }

    [Fact]
    public void What_points_have_paid_is_not_there_twice_and_earns_nothing()
    {
        var basket = Member.With(At(1_000)).PayByPoints(Programme, Cents(300), 80).Value;
        Assert.Equal(RefusalCode.PointsShort, basket.PayByPoints(Programme, Cents(105), 80).Refusal?.Code);
        Assert.Equal(7, Programme.Earned(basket));
        Assert.Equal(6, Programme.Earned(basket.PayByPoints(Programme, null, 80).Value));
    }

    [Fact]
    public void Gift_cards_deposits_and_some_departments_earn_nothing()
    {
        var smoke = At(1_500) with { Sku = "SMOKE", Department = "tobacco" };
        var basket = Member.With(At(250)).With(smoke)
            .Add(Gift, Scan.Of("G"), new Asked(Serial: "62990001", Price: Cents(5_000)), "v").Value;
        Assert.Equal(2, Programme.Earned(basket));
        Assert.Equal(0, Programme.Earned(Member.With(smoke).PayByPoints(Programme, null, 5_000).Value)); // and takes none off
        Assert.Equal(0, (Programme with { EarnMinor = 0 }).Earned(basket));
    }

    [Fact]
    public void What_comes_back_in_parts_never_takes_off_more_than_was_earned() => Gen.Long[1, 5_000].List[1, 8].Sample(prices =>
    {
        var bought = prices.Aggregate(Member, (basket, price) => basket.With(At(price)));
        long earned = Programme.Earned(bought);
        long back = prices.Sum(price => Programme.Earned(Back(price)));
        Assert.True(earned + back >= 0, $"{earned} earned, {back} taken off");
        Assert.Equal(-earned, Programme.Earned(Back(prices.Sum())));
    });

    private static Basket Back(long price)
    {
        var line = Member.With(At(price)).Lines[0];
        return Member with
        {
            Lines =
            [
                line with
                {
                    Quantity = line.Quantity with { Thousandths = -1_000 },
                    Gross = Cents(-price),
                    ReturnOf = new("", 0, "broken", false, ""),
                },
            ],
        };
    }
}
