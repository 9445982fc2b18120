using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.PromotionsShop;

namespace EdgePos.Tests.Store;

/// <summary>When, for whom and with which coupon a promotion holds.</summary>
public sealed class PromotionsConditionTests
{
    private static readonly Promotion Tenth = On(Drinks, new PercentOff(Percent(10)));

    [Theory]
    // Tuesday 2026-11-24 is the first day; hours, days -> holds
    [InlineData("2026-11-24T08:59", "09:00-18:00", Weekdays.All, false)]
    [InlineData("2026-11-24T09:00", "09:00-18:00", Weekdays.All, true)]
    [InlineData("2026-11-24T17:59", "09:00-18:00", Weekdays.All, true)]
    [InlineData("2026-11-24T18:00", "09:00-18:00", Weekdays.All, false)]
    [InlineData("2026-11-24T12:00", "09:00-18:00", Weekdays.Monday | Weekdays.Wednesday, false)]
    [InlineData("2026-11-25T12:00", "09:00-18:00", Weekdays.Monday | Weekdays.Wednesday, true)]
    [InlineData("2026-11-27T23:30", "22:00-02:00", Weekdays.Friday, true)]
    [InlineData("2026-11-28T01:59", "22:00-02:00", Weekdays.Friday, true)] // Friday's night
    [InlineData("2026-11-28T02:00", "22:00-02:00", Weekdays.Friday, false)]
    [InlineData("2026-11-27T01:00", "22:00-02:00", Weekdays.Friday, false)] // Thursday's night
    [InlineData("2026-11-29T00:30", "22:00-02:00", Weekdays.Saturday, true)] // into Sunday
    [InlineData("2026-11-24T23:00", "18:00-00:00", Weekdays.Tuesday, true)]
    [InlineData("2026-11-25T00:00", "18:00-00:00", Weekdays.Tuesday, false)]
    [InlineData("2026-11-23T23:59", "", Weekdays.All, false)]
    [InlineData("2026-11-24T00:00", "", Weekdays.All, true)]
    [InlineData("2026-11-30T23:59", "", Weekdays.All, true)]
    [InlineData("2026-12-01T00:00", "", Weekdays.All, false)]
    public void It_holds_at_its_days_and_hours(string at, string hours, Weekdays days, bool holds)
    {
        var schedule = new Schedule
        {
            From = new DateTime(2026, 11, 24),
            Until = new DateTime(2026, 12, 1),
            Days = days,
            Hours = hours.Length == 0 ? null : new Hours(TimeOnly.Parse(hours[..5]), TimeOnly.Parse(hours[6..])),
        };
        var outcome = Price("1*a@100", new PromotionContext(DateTime.Parse(at)), Tenth with { Schedule = schedule });
        Assert.Equal(holds ? 10 : 0, outcome.Total());
    }

    [Fact]
    public void It_is_for_some_customers_only()
    {
        var promotion = Tenth with { Groups = ["staff", "loyal"] };
        Assert.Equal(0, Price("1*a@100", promotion).Total());
        Assert.Equal(0, Price("1*a@100", Noon with { Groups = ["other"] }, promotion).Total());
        Assert.Equal(10, Price("1*a@100", Noon with { Groups = ["other", "loyal"] }, promotion).Total());
    }

    [Fact]
    public void A_coupon_is_needed_and_the_outcome_says_which_ones_gave_something()
    {
        Promotion[] promotions = [Tenth with { Coupon = "TEN" }, On(Food, new PercentOff(Percent(20)), "q") with { Coupon = "FOOD" }];
        Assert.Equal(0, Price("1*a@100", promotions).Total());
        var outcome = Price("1*a@100", Noon with { Coupons = ["TEN", "FOOD", "OLD", "TEN"] }, promotions);
        Assert.Equal(10, outcome.Total());
        Assert.Equal(["TEN"], outcome.CouponsUsed);
        Assert.Equal(["FOOD", "OLD"], outcome.CouponsUnused);
    }

    [Fact]
    public void A_coupon_that_is_bettered_is_not_used_up()
    {
        var outcome = Price("1*a@100", Noon with { Coupons = ["TEN"] },
            Tenth with { Coupon = "TEN" }, On(Drinks, new PercentOff(Percent(30)), "q"));
        Assert.Equal(("q1x30", 0, 1), (outcome.ByPromotion(), outcome.CouponsUsed.Count, outcome.CouponsUnused.Count));
    }

    [Theory]
    [InlineData("2*a@100", 1, 0, "p")]
    [InlineData("1*a@100", 2, 0, "p")]
    [InlineData("3*a@100", null, 0, "")] // reached
    [InlineData("5*a@100", 1, 0, "p")]
    [InlineData("1*d@100", null, 0, "")] // not begun
    public void One_more_would_reach_the_next_group(string basket, int? missing, int spend, string id)
    {
        foreach (var promotion in new[] { On(Drinks, new NForM(3, 2)), On(Drinks, new NForM(3, 2)).Combining() })
        {
            var hint = Price(basket, promotion).Hints.SingleOrDefault();
            Assert.Equal((missing, id), (hint is null ? null : (int?)hint.MissingPieces, hint?.PromotionId ?? ""));
            Assert.Equal(spend, hint?.MissingSpend?.Minor ?? 0);
        }
    }

    [Fact]
    public void What_is_missing_may_be_a_part_of_a_set_or_an_amount()
    {
        var set = On(Drinks, new SetForPrice(1, [new SetPart(1, Food)], Cents(300)));
        Assert.Equal(Food, Price("1*a@200", set).Hints.Single().From);
        Assert.Equal(Drinks, Price("1*d@200", set).Hints.Single().From);
        var basket = On(ItemSelector.Everything, new BasketPercent(Percent(5)), "b") with { Threshold = new Threshold(Cents(1000)) };
        Assert.Empty(Price("1*a@499", basket).Hints);
        Assert.Equal(Cents(400), Price("1*a@600", basket).Hints.Single().MissingSpend);
        Assert.Empty(Price("1*a@1000", basket).Hints);
    }

    [Fact]
    public void There_are_at_most_five_hints_and_the_nearest_come_first()
    {
        var outcome = Price("1*a@100", [.. Enumerable.Range(2, 8).Select(n => On(Drinks, new NForM(n, 1), $"p{10 - n}"))]);
        Assert.Equal([1L, 2, 3, 4, 5], outcome.Hints.Select(hint => hint.MissingPieces));
        Assert.Empty(Price("1*a@100", On(Drinks, new NForM(2, 1)) with { Schedule = new Schedule { Days = Weekdays.Sunday } }).Hints);
    }
}
