using System.Collections.Immutable;
using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.PromotionsShop;

namespace EdgePos.Tests.Store;

/// <summary>What holds for all baskets and all promotions.</summary>
public sealed class PromotionsPropertyTests
{
    private static readonly Gen<ItemSelector> Items = Gen.OneOf(
        Gen.OneOfConst("a", "b", "c", "d", "e", "f", "k").Array[1, 4].Select(skus => ItemSelector.OfSkus([.. skus.Distinct()])),
        Gen.OneOfConst(Drinks, Food, Mix, ItemSelector.Everything, ItemSelector.Everything with { ExceptTags = ["mix"] }));

    private static readonly Gen<Rate> Percents = Gen.Int[1, 100].Select(percent => Percent(percent));

    private static readonly Gen<Money> Prices = Gen.Long[1, 600].Select(Cents);

    internal static readonly Gen<Offer> PieceOffers = Gen.OneOf(
        Percents.Select(off => (Offer)new PercentOff(off)),
        Prices.Select(off => (Offer)new AmountOff(off)),
        Prices.Select(price => (Offer)new FixedPrice(price)));

    internal static readonly Gen<Offer> GroupOffers = Gen.OneOf(
        Gen.Select(Gen.Int[2, 4], Prices, (n, price) => (Offer)new NForPrice(n, price)),
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 3], (n, m) => (Offer)new NForM(n, Math.Min(m, n - 1))),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2], Percents, (x, y, off) => (Offer)new BuyXGetY(x, y, off)),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2], Percents, Items, (x, y, off, from) => (Offer)new BuyXGetY(x, y, off, from)),
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 2], Items, Prices,
            (n, m, from, price) => (Offer)new SetForPrice(n, [new SetPart(m, from)], price)));

    private static readonly Gen<Offer> WholeOffers = Gen.OneOf(
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 3], (n, free) => (Offer)new CheapestFree(n, Math.Min(free, n - 1))),
        Percents.Select(off => (Offer)new BasketPercent(off)),
        Prices.Select(off => (Offer)new BasketAmount(off)));

    private static readonly Gen<Threshold?> Thresholds = Gen.OneOf(
        Gen.Const((Threshold?)null), Prices.Select(spend => (Threshold?)new Threshold(spend)),
        Gen.Select(Gen.Int[1, 4], Items, (pieces, from) => (Threshold?)new Threshold(null, pieces, from)));

    private static readonly Gen<Promotion[]> AnyPromotions = Gen.Select(
            Gen.OneOf(PieceOffers, GroupOffers, WholeOffers), Items, Thresholds,
            Gen.OneOfConst(Combination.Combinable, Combination.Exclusive, Combination.Alone), Gen.Int[0, 2], Gen.Int[0, 3])
        .Select((offer, items, threshold, combination, priority, limit) => On(items, offer) with
        {
            Threshold = threshold,
            Combination = combination,
            Priority = priority,
            MaxTimes = limit == 0 || offer is BasketPercent or BasketAmount ? null : limit,
        }).Array[0, 8].Select(Named);

    private static readonly Gen<PromotionLine[]> Baskets = Gen.Select(
            Gen.OneOfConst("a", "b", "c", "d", "e", "f", "k"), Gen.Long[1, 4],
            Gen.OneOf(Gen.Long[1, 600], Gen.Long[99, 101]), Gen.Int[0, 9])
        .Select((sku, count, price, odd) =>
        {
            var line = Line(1, sku, sku == "k" ? count * 250 : count, price);
            return odd switch
            {
                0 => line with { Promotable = false },
                1 => line with { Amount = Cents(line.Amount.Minor + 1) },
                _ => line,
            };
        }).Array[0, 10].Select(lines => lines.Select((line, i) => line with { Number = i + 1 }).ToArray());

    [Fact]
    public void Every_discount_is_on_a_line_to_the_cent_and_no_line_goes_below_zero() =>
        Gen.Select(AnyPromotions, Baskets).Sample((promotions, lines) =>
        {
            var outcome = Of(promotions).Price(lines, Noon);
            Assert.All(outcome.Discounts, discount => Assert.True(discount.Amount.Minor > 0));
            foreach (var applied in outcome.Applied)
            {
                Assert.True(applied.Times > 0);
                Assert.Equal(applied.Total.Minor, outcome.Discounts.Where(one => one.PromotionId == applied.PromotionId)
                    .Sum(one => one.Amount.Minor));
            }

            Assert.Equal(outcome.Total(), outcome.Discounts.Sum(one => one.Amount.Minor));
            Assert.Equal(outcome.Discounts.Count, outcome.Discounts.DistinctBy(one => (one.Line, one.PromotionId)).Count());
            foreach (var line in outcome.Discounts.GroupBy(one => one.Line))
            {
                Assert.True(lines[line.Key - 1].Promotable);
                Assert.True(line.Sum(one => one.Amount.Minor) <= lines[line.Key - 1].Amount.Minor);
            }

            Assert.True(outcome.Hints.Count <= 5);
            Assert.All(outcome.Hints, hint => Assert.True(hint.MissingPieces > 0 || hint.MissingSpend?.Minor > 0));
        });

    [Fact]
    public void The_order_of_scanning_does_not_matter() =>
        Gen.Select(AnyPromotions, Baskets, Gen.Int[0, 1000]).Sample((promotions, lines, seed) =>
        {
            var shuffled = lines.ToArray();
            new Random(seed).Shuffle(shuffled);
            shuffled = [.. shuffled.Select((line, i) => line with { Number = i + 1 })];
            var (book, other) = (Of(promotions), Of([.. promotions.Reverse()]));
            var (a, b) = (book.Price(lines, Noon), other.Price(shuffled, Noon));
            Assert.Equal(a.Applied, b.Applied);
            Assert.Equal(a.Hints, b.Hints);
            Assert.Equal(BySku(a, lines), BySku(b, shuffled));
            Assert.Equal(a.Discounts, book.Price([.. lines.Reverse()], Noon).Discounts);
        });

    [Fact]
    public void Three_pieces_scanned_one_by_one_cost_what_three_at_once_cost() =>
        Gen.Select(AnyPromotions, Baskets).Sample((promotions, lines) =>
        {
            var even = lines.Where(line => line.Amount.Minor * 1000 % line.Quantity.Thousandths == 0 || line.Sku == "k").ToList();
            var single = even.SelectMany(line => line.Sku == "k" ? [line] : Enumerable.Repeat(line with
            {
                Quantity = Quantity.One(Unit.Each),
                Amount = Cents(line.Amount.Minor * 1000 / line.Quantity.Thousandths),
            }, (int)(line.Quantity.Thousandths / 1000))).Select((line, i) => line with { Number = i + 1 }).ToList();
            Assert.Equal(Of(promotions).Price(even, Noon).Applied, Of(promotions).Price(single, Noon).Applied);
        });

    [Fact]
    public void Exclusive_ones_together_never_give_less_than_one_of_them() =>
        Gen.Select(AnyPromotions, Baskets, Gen.Int[1, 4]).Sample((promotions, lines, times) =>
        {
            promotions = [.. promotions.Select(one => one with { Priority = 0, Combination = Combination.Exclusive })];
            PromotionLine[] many = [.. Enumerable.Repeat(lines, times).SelectMany(some => some)];
            many = [.. many.Select((line, i) => line with { Number = i + 1 })];
            long all = Of(promotions).Price(many, Noon).Total();
            // Parts that share goods are a search even for one promotion alone: a promise only while the search lasts.
            foreach (var one in promotions.Where(one => one.Offer is not (SetForPrice or BuyXGetY { From: not null })))
                Assert.True(all >= Of([one]).Price(many, Noon).Total(), $"{one.Offer} alone gives more");
        });

    [Fact]
    public void The_exclusive_ones_share_the_pieces_as_is_best_for_the_customer() => Gen.Select(
            Gen.Select(Gen.OneOf(PieceOffers, GroupOffers, GroupOffers), Items, Gen.Int[0, 4]).Array[1, 4],
            Gen.Select(Gen.OneOfConst("a", "b", "c", "d"), Gen.OneOf(Gen.Long[1, 400], Gen.Long[99, 101])).Array[1, 8])
        .Sample((offers, pieces) =>
        {
            var promotions = Named([.. offers.Select(one =>
                On(one.Item2, one.Item1) with { MaxTimes = one.Item3 is 1 or 2 ? one.Item3 : null })]);
            PromotionLine[] lines = [.. pieces.Select((piece, i) => Line(i + 1, piece.Item1, 1, piece.Item2))];
            Assert.Equal(PromotionsOracle.Best(promotions, lines), Of(promotions).Price(lines, Noon).Total());
        });

    private static ImmutableSortedDictionary<string, long> BySku(PromotionOutcome outcome, PromotionLine[] lines) =>
        outcome.Discounts.GroupBy(one => $"{one.PromotionId} {lines[one.Line - 1].Sku}")
            .ToImmutableSortedDictionary(group => group.Key, group => group.Sum(one => one.Amount.Minor));

    private static PromotionBook Of(Promotion[] promotions) => PromotionBook.Of(promotions, Eur).Value;

    private static Promotion[] Named(Promotion[] promotions) => [.. promotions.Select((one, i) => one with { Id = $"p{i}" })];
}
