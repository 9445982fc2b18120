using System.Numerics;
using EdgePos.Store;

namespace EdgePos.Tests.Store;

/// <summary>Tries every way to give single pieces to exclusive piece and group offers.</summary>
internal static class PromotionsOracle
{
    public static long Best(Promotion[] promotions, PromotionLine[] pieces)
    {
        // What a promotion takes off each set of pieces, where they are a group of it.
        long[][] offs = [.. promotions.Select(one => Enumerable.Range(0, 1 << pieces.Length)
            .Select(set => Off(one, [.. pieces.Where((_, i) => (set & (1 << i)) != 0)])).ToArray())];
        return Best((1 << pieces.Length) - 1, [.. promotions.Select(one => one.MaxTimes ?? 99)], offs, []);
    }

    private static long Best(int open, int[] times, long[][] offs, Dictionary<(int, string), long> known)
    {
        if (open == 0)
            return 0;
        var key = (open, string.Join(' ', times));
        if (known.TryGetValue(key, out long best))
            return best;
        int first = 1 << BitOperations.TrailingZeroCount(open);
        best = Best(open & ~first, times, offs, known);
        for (int set = open; set > 0; set = (set - 1) & open)
        {
            for (int i = 0; i < offs.Length && (set & first) != 0; i++)
            {
                if (offs[i][set] <= 0 || times[i] == 0)
                    continue;
                times[i]--;
                best = Math.Max(best, offs[i][set] + Best(open & ~set, times, offs, known));
                times[i]++;
            }
        }

        return known[key] = best;
    }

    private static long Off(Promotion promotion, PromotionLine[] group)
    {
        long[] prices = [.. group.Select(piece => piece.Amount.Minor).Order()];
        long sum = prices.Sum();
        bool ofItems = group.Length > 0 && group.All(piece => Has(promotion.Items, piece));
        return promotion.Offer switch
        {
            PercentOff offer when ofItems && group.Length == 1 => Part(sum, offer.Off),
            AmountOff offer when ofItems && group.Length == 1 => Math.Min(sum, offer.Off.Minor),
            FixedPrice offer when ofItems && group.Length == 1 => sum - offer.Price.Minor,
            NForPrice offer when ofItems && group.Length == offer.Pieces => sum - offer.Price.Minor,
            NForM offer when ofItems && group.Length == offer.Pieces => prices.Take(offer.Pieces - offer.Paid).Sum(),
            BuyXGetY { From: null } offer when ofItems && group.Length == offer.Buy + offer.Get =>
                prices.Take(offer.Get).Sum(price => Part(price, offer.Off)),
            BuyXGetY { From: { } from } offer when group.Length == offer.Buy + offer.Get =>
                Halves(group, offer.Get)
                    .Where(half => half.In.All(piece => Has(from, piece)) && half.Out.All(piece => Has(promotion.Items, piece)))
                    .Select(half => half.In.Sum(piece => Part(piece.Amount.Minor, offer.Off))).DefaultIfEmpty().Max(),
            SetForPrice offer when group.Length == offer.Pieces + offer.Others[0].Pieces =>
                Halves(group, offer.Pieces).Any(half => half.In.All(piece => Has(promotion.Items, piece))
                    && half.Out.All(piece => Has(offer.Others[0].From, piece))) ? sum - offer.Price.Minor : 0,
            _ => 0,
        };
    }

    private static IEnumerable<(List<PromotionLine> In, List<PromotionLine> Out)> Halves(PromotionLine[] pieces, int size) =>
        from set in Enumerable.Range(0, 1 << pieces.Length)
        where BitOperations.PopCount((uint)set) == size
        select (pieces.Where((_, i) => (set & (1 << i)) != 0).ToList(), pieces.Where((_, i) => (set & (1 << i)) == 0).ToList());

    private static bool Has(ItemSelector items, PromotionLine piece) =>
        (items.Reach == Reach.Everything || items.Skus.Contains(piece.Sku) || items.Departments.Contains(piece.Department)
            || items.Tags.Any(piece.Tags.Contains))
        && !items.ExceptTags.Any(piece.Tags.Contains);

    private static long Part(long price, Rate off) => Rounding.MulDiv(price, off.Ppm, Rate.Whole);
}
