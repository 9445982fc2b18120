namespace EdgePos.Store;

/// <summary>Brings what happened to lots back to the lines of the basket.</summary>
internal static class Receipted
{
    public static PromotionOutcome Outcome(
        Trolley trolley, Candidate[] candidates, PromotionContext context, Currency currency)
    {
        var places = new Dictionary<BookedPromotion, int>(trolley.Applied.Count);
        var applied = new List<AppliedPromotion>(trolley.Applied.Count);
        foreach (var (booked, times, total) in trolley.Applied)
        {
            places.Add(booked, places.Count);
            applied.Add(new(booked.Promotion.Id, booked.Promotion.Name, times, new Money(total, currency)));
        }

        var (used, unused) = context.Coupons.IsEmpty ? ([], []) : Coupons(trolley, context);
        return new PromotionOutcome(
            Discounts(trolley, places, currency), applied, Hinting.Hints(trolley, candidates, places, currency), used, unused);
    }

    private static (List<string> Used, List<string> Unused) Coupons(Trolley trolley, PromotionContext context)
    {
        var used = new List<string>();
        var unused = new List<string>();
        foreach (string code in context.Coupons.Distinct().Order(StringComparer.Ordinal))
            (trolley.Applied.Any(applied => applied.Booked.Promotion.Coupon == code) ? used : unused).Add(code);
        return (used, unused);
    }

    private static List<LineDiscount> Discounts(
        Trolley trolley, Dictionary<BookedPromotion, int> places, Currency currency)
    {
        var shares = new List<Share>();
        for (int article = 0; article < trolley.Articles.Count; article++)
            AddShares(trolley, article, places, shares);
        shares.Sort(static (a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : a.Place.CompareTo(b.Place));

        var discounts = new List<LineDiscount>(shares.Count);
        for (int i = 0; i < shares.Count;)
        {
            var (line, place, _) = shares[i];
            long amount = 0;
            for (; i < shares.Count && shares[i].Line == line && shares[i].Place == place; i++)
                amount += shares[i].Amount;
            string id = trolley.Applied[place].Booked.Promotion.Id;
            discounts.Add(new LineDiscount(line, id, new Money(amount, currency)));
        }

        return discounts;
    }

    // Alike pieces are interchangeable: the lots fill the lines in the order of their numbers.
    private static void AddShares(
        Trolley trolley, int article, Dictionary<BookedPromotion, int> places, List<Share> shares)
    {
        var sources = trolley.Articles[article].Shares;
        var (at, open) = (0, sources[0].Pieces);
        for (int lot = article; lot >= 0; lot = trolley[lot].Next)
        {
            for (long rest = trolley[lot].Pieces; rest > 0;)
            {
                if (open == 0)
                    open = sources[++at].Pieces;
                long pieces = Math.Min(rest, open);
                for (var trail = trolley[lot].Trail; trail is not null; trail = trail.Before)
                    shares.Add(new Share(sources[at].Line.Number, places[trail.Booked], trail.Off * pieces));
                (rest, open) = (rest - pieces, open - pieces);
            }
        }
    }

    private readonly record struct Share(int Line, int Place, long Amount);
}
