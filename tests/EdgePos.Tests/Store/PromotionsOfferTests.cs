using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.PromotionsShop;

namespace EdgePos.Tests.Store;

/// <summary>Each offer by itself: what comes off which line.</summary>
public sealed class PromotionsOfferTests
{
    private static readonly ItemSelector A = ItemSelector.OfSkus("a");

    public static TheoryData<string, Offer, ItemSelector, string, string> Offers() => new()
    {
        { "a percentage is rounded once a piece", new PercentOff(Percent(10)), A, "3*a@199 1*b@100", "1:60" },
        { "however the pieces are scanned", new PercentOff(Percent(10)), A, "1*a@5 2*a@5", "1:1 2:2" },
        { "a percentage off what is weighed, once a line", new PercentOff(Percent(10)), Food, "350*k@499", "1:50" },
        { "all of it", new PercentOff(Percent(100)), A, "2*a@199", "1:398" },
        { "an amount off each piece", new AmountOff(Cents(30)), Drinks, "2*a@199 1*b@100 1*d@100", "1:60 2:30" },
        { "never more than it costs", new AmountOff(Cents(150)), Drinks, "2*a@199 1*b@100", "1:300 2:100" },
        { "an amount off each kilogram", new AmountOff(Cents(200)), Food, "350*k@499", "1:70" },
        { "each piece at a price", new FixedPrice(Cents(99)), Drinks, "2*a@199 1*b@80", "1:200" },
        { "a kilogram at a price", new FixedPrice(Cents(1000)), Food, "350*k@499", "1:149" },
        { "three for a price", new NForPrice(3, Cents(500)), A, "3*a@199", "1:97" },
        { "twice three for a price, and one left", new NForPrice(3, Cents(500)), A, "7*a@199", "1:194" },
        {
            "mixed across a group, the dearest together",
            new NForPrice(3, Cents(500)), Drinks, "1*a@199 1*b@250 1*c@180 1*c@300", "1:66 2:83 4:100"
        },
        { "not where it costs more", new NForPrice(3, Cents(700)), A, "3*a@199", "" },
        { "what is weighed forms no group", new NForPrice(2, Cents(100)), Food, "350*k@499 350*k@499 1*d@90", "" },
        { "three for two", new NForM(3, 2), A, "3*a@199", "1:199" },
        {
            "three for two, mixed: the cheapest of each group",
            new NForM(3, 2), Drinks, "3*a@300 3*b@100", "1:300 2:100"
        },
        { "two are not three", new NForM(3, 2), A, "2*a@199", "" },
        { "the second at half price", new BuyXGetY(1, 1, Percent(50)), Drinks, "1*a@300 1*b@200", "1:60 2:40" },
        {
            "buy two, get one of another kind, the dearest",
            new BuyXGetY(2, 1, Percent(100), Food), Drinks, "2*a@300 1*d@150 1*e@100", "1:120 2:30"
        },
        { "nothing to get", new BuyXGetY(2, 1, Percent(100), Food), Drinks, "5*a@300", "" },
        {
            "a set",
            new SetForPrice(1, [new SetPart(2, Food)], Cents(500)), Drinks, "1*a@250 1*d@300 1*e@150", "1:71 2:86 3:43"
        },
        { "the cheapest of all, not of each group", new CheapestFree(3, 1), Drinks, "3*a@300 3*b@100", "1:150 2:50" },
        {
            "a percentage off the basket, rounded once",
            new BasketPercent(Percent(10)), ItemSelector.Everything, "1*a@5 1*b@5 1*d@5", "1:1 2:1"
        },
        {
            "an amount off the basket",
            new BasketAmount(Cents(100)), ItemSelector.Everything, "1*a@100 1*d@100 1*e@100", "1:34 2:33 3:33"
        },
        {
            "an amount off the basket, at most all of it",
            new BasketAmount(Cents(1000)), Drinks, "1*a@199 1*d@100", "1:199"
        },
    };

    [Theory, MemberData(nameof(Offers))]
    public void An_offer_takes_off(string name, Offer offer, ItemSelector items, string basket, string byLine)
    {
        Assert.Equal((name, byLine), (name, Price(basket, On(items, offer)).ByLine()));
        Assert.Equal((name, byLine), (name, Price(basket, On(items, offer).Combining()).ByLine()));
    }

    [Theory]
    [InlineData(1, 1, "p1x199")]
    [InlineData(2, 1, "p1x199")]
    [InlineData(2, 4, "p2x398")]
    [InlineData(9, 4, "p4x796")]
    public void A_limit_holds_for_groups(int limit, int groups, string given) => Assert.Equal(given,
        Price($"{groups * 3}*a@199", On(A, new NForM(3, 2)) with { MaxTimes = limit }).ByPromotion());

    [Fact]
    public void A_limit_holds_for_pieces_and_takes_the_dearest() => Assert.Equal("2:50 3:20",
        Price("2*a@199 1*b@500 1*c@200", On(Drinks, new PercentOff(Percent(10))) with { MaxTimes = 2 }).ByLine());

    [Fact]
    public void An_amount_may_come_off_for_each_time_the_threshold_is_spent()
    {
        var promotion = On(Drinks, new BasketAmount(Cents(50))) with { Threshold = new Threshold(Cents(500)) };
        Assert.Equal("", Price("1*a@499", promotion).ByPromotion());
        Assert.Equal("p1x50", Price("4*a@500", promotion).ByPromotion());
        Assert.Equal("p3x150", Price("4*a@500", promotion with { MaxTimes = 3 }).ByPromotion());
        Assert.Equal("p4x200", Price("4*a@500", promotion with { MaxTimes = 9 }).ByPromotion());
    }

    [Theory]
    [InlineData("5*a@100", "")]
    [InlineData("6*a@100", "p6x60")]
    [InlineData("3*a@100 3*c@100", "p6x60")]
    [InlineData("5*a@100 1*d@100", "")]
    public void A_threshold_counts_pieces(string basket, string given) => Assert.Equal(given,
        Price(basket, On(Drinks, new PercentOff(Percent(10))) with { Threshold = new Threshold(null, 6) }).ByPromotion());

    [Fact]
    public void A_threshold_may_count_other_items_than_those_that_are_lowered()
    {
        var coffee = On(A, new FixedPrice(Cents(100))) with { Threshold = new Threshold(Cents(1000), 0, Food) };
        Assert.Equal("", Price("1*a@250 9*d@100", coffee).ByPromotion());
        Assert.Equal("p1x150", Price("1*a@250 9*d@100 350*k@100", coffee).ByPromotion());
    }

    [Fact]
    public void What_is_excepted_and_what_must_not_be_lowered_take_no_part()
    {
        var most = ItemSelector.Everything with { ExceptSkus = ["a"], ExceptDepartments = ["toys"], ExceptTags = ["local"] };
        Assert.Equal("2:10", Price("1*a@100 1*b@100 1*f@100", On(most, new PercentOff(Percent(10)))).ByLine());
        var book = PromotionBook.Of([On(ItemSelector.Everything, new BasketPercent(Percent(10)))], Eur).Value;
        var lines = Lines("1*a@100 1*b@100").ConvertAll(line => line with { Promotable = line.Sku != "a" });
        Assert.Equal("2:10", book.Price(lines, Noon).ByLine());
    }

    [Fact]
    public void A_line_that_does_not_divide_by_its_pieces_is_lowered_to_the_cent()
    {
        var line = new PromotionLine(1, "a", new Quantity(3000, Unit.Each), Cents(500)); // 1.67 1.67 1.66
        var book = PromotionBook.Of([On(A, new NForM(3, 2))], Eur).Value;
        Assert.Equal("1:166", book.Price([line], Noon).ByLine());
    }

    [Fact]
    public void Ten_million_pieces_cost_no_more_time_than_ten() =>
        Assert.Equal("p3333333x333333300", Price("9999999*a@100", On(A, new NForM(3, 2))).ByPromotion());
}
