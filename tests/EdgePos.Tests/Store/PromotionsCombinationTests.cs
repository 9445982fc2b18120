using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.PromotionsShop;

namespace EdgePos.Tests.Store;

/// <summary>How promotions go together.</summary>
public sealed class PromotionsCombinationTests
{
    private static readonly Promotion Half = On(Drinks, new PercentOff(Percent(50)), "half");
    private static readonly Promotion Tenth = On(Drinks, new PercentOff(Percent(10)), "tenth");
    private static readonly Promotion ThreeForTwo = On(Drinks, new NForM(3, 2), "three");
    private static readonly Promotion Basket = On(ItemSelector.Everything, new BasketPercent(Percent(10)), "basket");

    [Fact]
    public void Of_exclusive_ones_the_better_wins() =>
        Assert.Equal("half3x300", Price("3*a@200", Tenth, Half, ThreeForTwo).ByPromotion());

    [Fact]
    public void The_earlier_priority_wins_even_where_it_gives_less() =>
        Assert.Equal("tenth3x60", Price("3*a@200", Tenth with { Priority = -1 }, Half).ByPromotion());

    [Fact]
    public void Combinable_ones_come_off_what_is_left_to_pay() =>
        Assert.Equal("half1x100 tenth1x10", Price("1*a@200", Tenth.Combining(), Half.Combining()).ByPromotion());

    [Fact]
    public void A_combinable_one_comes_on_top_of_an_exclusive_one() =>
        Assert.Equal("three1x200 tenth3x40", Price("3*a@200", Tenth.Combining(), ThreeForTwo).ByPromotion());

    [Fact]
    public void One_that_stands_alone_lets_nothing_come_on_top_and_takes_nothing_lowered()
    {
        var alone = Half with { Combination = Combination.Alone };
        Assert.Equal("half1x100", Price("1*a@200", alone, Tenth.Combining()).ByPromotion());
        Assert.Equal("tenth1x20", Price("1*a@200", alone with { Priority = 1 }, Tenth.Combining()).ByPromotion());
        Assert.Equal("half1x100 basket1x10", Price("1*a@200 1*d@100", alone, Basket.Combining()).ByPromotion());
    }

    [Fact]
    public void A_group_takes_only_what_is_better_in_it_than_outside() =>
        // Three at 2.00 for two saves 2.00; the fourth gets its tenth.
        Assert.Equal("tenth1x20 three1x200", Sorted(Price("4*a@200", Tenth, ThreeForTwo)));

    [Fact]
    public void Two_groups_share_the_pieces_as_is_best()
    {
        // First come, first served would give a, b, c to the three and leave nothing: 1.00. The pair and the pair give 1.60.
        var three = On(ItemSelector.OfSkus("a", "b", "c", "d"), new NForPrice(3, Cents(200)), "three");
        var left = On(ItemSelector.OfSkus("a", "b"), new NForPrice(2, Cents(120)), "left");
        var right = On(ItemSelector.OfSkus("c", "d"), new NForPrice(2, Cents(120)), "right");
        Assert.Equal("left1x80 right1x80", Sorted(Price("1*a@100 1*b@100 1*c@100 1*d@100", three, left, right)));
    }

    [Fact]
    public void A_whole_offer_takes_all_or_what_others_leave()
    {
        Assert.Equal("basket1x10 three1x200", Sorted(Price("3*a@200 1*d@100", ThreeForTwo, Basket)));
        var large = Basket with { Offer = new BasketPercent(Percent(40)) };
        Assert.Equal("basket1x280", Sorted(Price("3*a@200 1*d@100", ThreeForTwo, large)));
    }

    [Fact]
    public void Of_steps_the_highest_that_is_reached_holds()
    {
        var from10 = Basket with { Id = "from10", Threshold = new Threshold(Cents(1000)) };
        var from20 = Basket with { Id = "from20", Offer = new BasketPercent(Percent(15)), Threshold = new Threshold(Cents(2000)) };
        Assert.Equal("from101x150", Price("1*a@1500", from10, from20).ByPromotion());
        Assert.Equal("from201x300", Price("1*a@2000", from10, from20).ByPromotion());
    }

    [Fact]
    public void A_threshold_counts_what_is_left_to_pay_when_its_turn_comes()
    {
        var basket = Basket.Combining() with { Threshold = new Threshold(Cents(600)), Priority = 1 };
        Assert.Equal("three1x200", Price("3*a@200", ThreeForTwo, basket).ByPromotion());
        Assert.Equal("three1x200 basket1x60", Price("3*a@200 1*d@200", ThreeForTwo, basket).ByPromotion());
    }

    [Fact]
    public void The_order_of_the_book_does_not_matter()
    {
        Promotion[] all = [Tenth, Half.Combining(), ThreeForTwo, Basket.Combining()];
        string first = Price("4*a@199 2*b@99 300*k@333", all).ByPromotion();
        Assert.Equal(first, Price("4*a@199 2*b@99 300*k@333", [.. all.Reverse()]).ByPromotion());
    }

    [Fact]
    public void A_return_of_a_part_is_paid_back_what_was_paid()
    {
        var outcome = Price("1*a@200 1*a@200 1*b@100", ThreeForTwo, Tenth.Combining());
        // 1.00 off by the group: 0.40 0.40 0.20; then a tenth of 1.60 1.60 0.80.
        var first = outcome.Discounts.Where(one => one.Line == 1).Select(one => (one.PromotionId, one.Amount));
        Assert.Equal([("three", Cents(40)), ("tenth", Cents(16))], first);
        Assert.Equal("1:56 2:56 3:28", outcome.ByLine());
    }

    [Fact]
    public void Promotions_that_contradict_each_other_do_no_harm()
    {
        var free = On(ItemSelector.Everything, new PercentOff(Percent(100)), "free").Combining();
        var outcome = Price("3*a@200 350*k@499", free, Tenth.Combining(), Basket.Combining() with { Priority = 5 },
            ThreeForTwo with { Priority = 6 }, On(Drinks, new FixedPrice(Cents(300)), "dear").Combining());
        Assert.Equal("free4x1099", outcome.ByPromotion());
    }

    [Fact]
    public void An_empty_basket_and_an_empty_book_give_nothing()
    {
        Assert.Equal("", Price("", Tenth).ByPromotion());
        Assert.Equal("", Price("1*a@100").ByPromotion());
        Assert.Equal("", PromotionBook.Empty(Eur).Price(Lines("1*a@100"), Noon).ByPromotion());
        var goneBack = new PromotionLine(1, "a", new Quantity(-1000, Unit.Each), Cents(-100)) { Department = "drinks" };
        Assert.Equal("", PromotionBook.Of([Tenth], Eur).Value.Price([goneBack], Noon).ByPromotion());
    }

    [Fact]
    public void The_largest_basket_with_every_offer_on_everything_stays_within_its_numbers()
    {
        var goods = Enumerable.Range(1, BasketLimits.MaxLines).Select(i => new PromotionLine(
            i, $"s{i}", new Quantity(i % 3 == 0 ? 123 : Quantity.MaxThousandths, i % 3 == 0 ? Unit.Kilogram : Unit.Each),
            Cents(BasketLimits.MaxAmountMinor / BasketLimits.MaxLines))).ToArray();
        Offer[] offers = [new PercentOff(Percent(1)), new AmountOff(Cents(ItemRules.MaxPriceMinor)), new FixedPrice(Cents(1)),
            new NForPrice(1000, Cents(1)), new NForM(1000, 1), new BuyXGetY(1000, 1000, Percent(99)),
            new SetForPrice(1, [new SetPart(1000, ItemSelector.Everything)], Cents(1)), new CheapestFree(1000, 999),
            new BasketPercent(Percent(99)), new BasketAmount(Cents(BasketLimits.MaxAmountMinor))];
        foreach (var combination in Enum.GetValues<Combination>())
        {
            var all = offers.Select((offer, i) => On(ItemSelector.Everything, offer, $"p{i}") with { Combination = combination });
            foreach (var promotions in all.Select(one => new[] { one }).Append([.. all]))
            {
                var outcome = PromotionBook.Of(promotions, Eur).Value.Price(goods, Noon);
                Assert.InRange(outcome.Total(), 1, BasketLimits.MaxAmountMinor);
                Assert.Equal(outcome.Total(), outcome.Discounts.Sum(one => one.Amount.Minor));
            }
        }
    }

    private static string Sorted(PromotionOutcome outcome) =>
        string.Join(' ', outcome.ByPromotion().Split(' ').Order(StringComparer.Ordinal));
}
