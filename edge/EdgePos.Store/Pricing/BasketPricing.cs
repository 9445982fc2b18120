using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace EdgePos.Store;

/// <summary>What comes off the prices of a basket: promotions, what staff take off a line, what staff take off all of it.</summary>
public static class BasketPricing
{
    /// <summary>
    /// The basket with all its discounts worked out anew, in that order, each from what is left to pay. What a receipt or
    /// staff have given another price takes no part in promotions. Every cent that comes off stands at a line.
    /// </summary>
    /// <param name="local">The moment, by the clock on the store's wall.</param>
    public static Basket Reprice(this Basket basket, PromotionBook promotions, DateTime local)
    {
        var lines = basket.Lines;
        if (lines.All(line => line.Discounts.IsEmpty && line.Reduction is null) && basket.Reduction is null && promotions.Count == 0)
            return basket with { Offers = basket.Coupons.IsEmpty ? BasketOffers.None : new([], [], basket.Coupons) };

        var outcome = promotions.Price(AsPromotionsSee(lines), new PromotionContext(local)
        {
            Groups = basket.Customer.Group.Length > 0 ? [basket.Customer.Group] : [],
            Coupons = basket.Coupons,
        });
        var priced = new BasketLine[lines.Length];
        int given = 0; // both are in the order of the lines
        for (int i = 0; i < lines.Length; i++)
            priced[i] = Lowered(Promoted(lines[i], outcome, ref given));
        Spread(priced, basket.Reduction);
        return basket with
        {
            Lines = Merge(lines, priced),
            Offers = new(outcome.Applied, outcome.Hints, outcome.CouponsUnused),
        };
    }

    private static List<PromotionLine> AsPromotionsSee(ImmutableArray<BasketLine> lines)
    {
        var seen = new List<PromotionLine>(lines.Length);
        foreach (var line in lines)
        {
            if (line.IsPromotable)
                seen.Add(new PromotionLine(line.Number, line.Item.Sku, line.Quantity, line.Gross)
                {
                    Department = line.Item.Department,
                    Tags = line.Item.Tags,
                });
        }

        return seen;
    }

    private static BasketLine Promoted(BasketLine line, PromotionOutcome outcome, ref int given)
    {
        var discounts = ImmutableArray<Discount>.Empty;
        for (; given < outcome.Discounts.Count && outcome.Discounts[given].Line == line.Number; given++)
        {
            var one = outcome.Discounts[given];
            discounts = discounts.Add(new Discount(DiscountKind.Promotion, one.PromotionId, outcome.NameOf(one), one.Amount));
        }

        return discounts.SequenceEqual(line.Discounts) ? line : line with { Discounts = discounts };
    }

    // From what promotions have left: else what staff give could cost the customer an offer.
    private static BasketLine Lowered(BasketLine line) =>
        !line.Void && line.Reduction is { } reduction && reduction.Of(line.Amount) is { Minor: > 0 } off
            ? line with { Discounts = line.Discounts.Add(new Discount(DiscountKind.Line, reduction.Reason, "", off)) }
            : line;

    // To the cent, in proportion to what is left to pay of each line.
    private static void Spread(BasketLine[] lines, Reduction? reduction)
    {
        if (reduction is null)
            return;
        long[] left = [.. lines.Select(line => line.IsReducible ? line.Amount.Minor : 0)];
        var off = lines.Length == 0 ? default : reduction.Of(lines[0].Gross with { Minor = left.Sum() });
        if (off.Minor <= 0)
            return;
        long[] parts = Shares.Of(off.Minor, left);
        for (int i = 0; i < lines.Length; i++)
        {
            if (parts[i] > 0)
                lines[i] = lines[i] with
                {
                    Discounts = lines[i].Discounts.Add(new(DiscountKind.Basket, reduction.Reason, "", off with { Minor = parts[i] })),
                };
        }
    }

    // Lines that cost what they did stay the ones they were.
    private static ImmutableArray<BasketLine> Merge(ImmutableArray<BasketLine> before, BasketLine[] after)
    {
        for (int i = 0; i < after.Length; i++)
        {
            if (!ReferenceEquals(after[i], before[i]) && after[i].Discounts.SequenceEqual(before[i].Discounts))
                after[i] = before[i];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(after);
    }
}
