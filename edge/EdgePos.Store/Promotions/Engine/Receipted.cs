namespace EdgePos.Store;

/// <summary>Brings what happened to lots back to the lines of the basket.</summary>
internal static class Receipted
{
    public static PromotionOutcome Outcome(
        Trolley trolley, List<Candidate> candidates, PromotionContext context, Currency currency)
    {
        var used = new List<string>();
        var unused = new List<string>();
        foreach (string code in context.Coupons.Distinct().Order(StringComparer.Ordinal))
            (trolley.Applied.Any(applied => applied.Booked.Promotion.Coupon == code) ? used : unused).Add(code);
        return new PromotionOutcome(
            Discounts(trolley, currency),
            [.. trolley.Applied.Select(applied => new AppliedPromotion(
                applied.Booked.Promotion.Id, applied.Booked.Promotion.Name, applied.Times, new Money(applied.Total, currency)))],
            Hinting.Hints(trolley, candidates, currency),
            used,
            unused);
    }

    private static List<LineDiscount> Discounts(Trolley trolley, Currency currency)
    {
        var places = trolley.Applied.Select((applied, i) => (applied.Booked, i)).ToDictionary(pair => pair.Booked, pair => pair.i);
        var amounts = new SortedDictionary<(int Line, int Place), long>();
        for (int article = 0; article < trolley.Articles.Count; article++)
        {
            // Alike pieces are interchangeable: the lots fill the lines in the order of their numbers.
            var lines = trolley.Articles[article].Lines;
            var (at, open) = (0, lines[0].Pieces);
            for (int lot = article; lot >= 0; lot = trolley[lot].Next)
            {
                for (long rest = trolley[lot].Pieces; rest > 0;)
                {
                    if (open == 0)
                        open = lines[++at].Pieces;
                    long pieces = Math.Min(rest, open);
                    for (var trail = trolley[lot].Trail; trail is not null; trail = trail.Before)
                    {
                        var key = (lines[at].Line, places[trail.Booked]);
                        amounts[key] = amounts.GetValueOrDefault(key) + (trail.Off * pieces);
                    }

                    (rest, open) = (rest - pieces, open - pieces);
                }
            }
        }

        return [.. amounts.Select(pair => new LineDiscount(
            pair.Key.Line, trolley.Applied[pair.Key.Place].Booked.Promotion.Id, new Money(pair.Value, currency)))];
    }
}
