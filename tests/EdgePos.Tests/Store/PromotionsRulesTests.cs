using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.PromotionsShop;

namespace EdgePos.Tests.Store;

/// <summary>A promotion that makes no sense is named with its fault before it can be in a book.</summary>
public sealed class PromotionsRulesTests
{
    private static readonly DateTime Noon = PromotionsShop.Noon.Local;

    public static TheoryData<string, Promotion> Nonsense()
    {
        var good = On(Drinks, new NForM(3, 2));
        Promotion Of(Offer offer) => good with { Offer = offer };
        Promotion When(Schedule schedule) => good with { Schedule = schedule };
        Promotion With(ItemSelector items) => good with { Items = items };
        return new()
        {
            { "promotion_id", good with { Id = "" } },
            { "promotion_id", good with { Id = new string('x', 41) } },
            { "name", good with { Name = " " } },
            { "combination", good with { Combination = 0 } },
            { "coupon", good with { Coupon = " x" } },
            { "groups", good with { Groups = [""] } },
            { "items", With(new ItemSelector()) },
            { "items", With(ItemSelector.Everything with { Skus = ["a"] }) },
            { "items", With(ItemSelector.OfSkus("a") with { ExceptSkus = ["a"] }) },
            { "items", With(ItemSelector.OfSkus("")) },
            { "items", With(new ItemSelector { Reach = 0 }) },
            { "offer.percent_ppm", Of(new PercentOff(new Rate(0))) },
            { "offer.percent_ppm", Of(new PercentOff(new Rate(1_000_001))) },
            { "offer.off", Of(new AmountOff(Cents(0))) },
            { "offer.off", Of(new AmountOff(new Money(1, Currency.Of("USD")))) },
            { "offer.price", Of(new FixedPrice(Cents(-1))) },
            { "offer.pieces", Of(new NForPrice(1, Cents(100))) },
            { "offer.pieces", Of(new NForPrice(1001, Cents(100))) },
            { "offer.price", Of(new NForPrice(2, Cents(long.MaxValue))) },
            { "offer.paid", Of(new NForM(3, 3)) },
            { "offer.paid", Of(new NForM(3, 4)) },
            { "offer.paid", Of(new NForM(3, 0)) },
            { "offer.buy", Of(new BuyXGetY(0, 1, Percent(50))) },
            { "offer.get", Of(new BuyXGetY(1, 0, Percent(50))) },
            { "offer.percent_ppm", Of(new BuyXGetY(1, 1, Percent(0))) },
            { "offer.from", Of(new BuyXGetY(1, 1, Percent(50), new ItemSelector())) },
            { "offer.others", Of(new SetForPrice(1, [], Cents(100))) },
            { "offer.others", Of(new SetForPrice(1, [new SetPart(0, Food)], Cents(100))) },
            { "offer.free", Of(new CheapestFree(3, 3)) },
            { "offer.percent_ppm", Of(new BasketPercent(Percent(101))) },
            { "offer.off", Of(new BasketAmount(Cents(0))) },
            { "schedule.until", When(new Schedule { From = Noon, Until = Noon }) },
            { "schedule.until", When(new Schedule { From = Noon, Until = Noon.AddDays(-1) }) },
            { "schedule.hours_to", When(new Schedule { Hours = new Hours(new TimeOnly(9, 0), new TimeOnly(9, 0)) }) },
            { "schedule.days", When(new Schedule { Days = Weekdays.None }) },
            { "schedule.days", When(new Schedule { Days = (Weekdays)128 }) },
            { "schedule.days", When(new Schedule { From = Noon, Until = Noon.AddDays(2), Days = Weekdays.Sunday }) },
            { "schedule.days", When(new Schedule { From = Noon, Until = Noon.AddHours(1), Hours = new Hours(new(14, 0), new(15, 0)) }) },
            { "threshold.spend", good with { Threshold = new Threshold(Cents(0)) } },
            { "threshold.pieces", good with { Threshold = new Threshold(null) } },
            { "threshold.in", good with { Threshold = new Threshold(Cents(1), 0, new ItemSelector()) } },
            { "max_times", good with { MaxTimes = 0 } },
            { "max_times", Of(new BasketPercent(Percent(5))) with { MaxTimes = 2 } },
            { "max_times", Of(new BasketAmount(Cents(5))) with { MaxTimes = 2 } },
        };
    }

    [Theory, MemberData(nameof(Nonsense))]
    public void Nonsense_is_named_by_its_field(string field, Promotion promotion)
    {
        var refusal = PromotionRules.Check(promotion, Eur);
        Assert.Equal((RefusalCode.PriceBookRowInvalid, field, promotion.Id), (refusal!.Code, refusal.Field, refusal.Args[0]));
        Assert.Equal(refusal.Field, PromotionBook.Of([promotion], Eur).Refusal?.Field);
    }

    [Fact]
    public void What_makes_sense_is_not_refused()
    {
        var night = new Schedule
        {
            From = Noon,
            Until = Noon.AddHours(11),
            Hours = new Hours(new(22, 0), new(2, 0)),
            Days = Weekdays.Tuesday,
        };
        Assert.Null(PromotionRules.Check(On(Drinks, new NForM(3, 2)) with { Schedule = night }, Eur));
        var always = new Schedule { From = DateTime.MaxValue.AddHours(-1), Until = DateTime.MaxValue };
        Assert.Null(PromotionRules.Check(On(Drinks, new NForM(3, 2)) with { Schedule = always }, Eur));
    }

    [Fact]
    public void A_book_has_a_code_once_and_not_too_many_promotions()
    {
        var one = On(Drinks, new NForM(3, 2));
        Assert.Equal("promotion_id", PromotionBook.Of([one, one], Eur).Refusal?.Field);
        Promotion[] most = [.. Enumerable.Range(0, PromotionBook.MaxPromotions).Select(i => one with { Id = $"{i}" })];
        Assert.Null(PromotionBook.Of(most, Eur).Refusal);
        Assert.Equal("more", PromotionBook.Of([.. most, one with { Id = "more" }], Eur).Refusal?.Args[0]);
    }
}
