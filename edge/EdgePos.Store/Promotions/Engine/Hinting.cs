namespace EdgePos.Store;

/// <summary>Says what would be reached with a little more.</summary>
internal static class Hinting
{
    private const int Most = 5;

    public static IReadOnlyList<PromotionHint> Hints(
        Trolley trolley, Candidate[] candidates, Dictionary<BookedPromotion, int> places, Currency currency)
    {
        var hints = new List<PromotionHint>(Most + 1);
        foreach (var candidate in candidates)
        {
            long times = places.TryGetValue(candidate.Booked, out int place) ? trolley.Applied[place].Times : 0;
            if (HintOf(trolley, candidate, times, currency) is not { } hint)
                continue;
            int at = hints.Count;
            while (at > 0 && IsNearer(hint, hints[at - 1]))
                at--;
            hints.Insert(at, hint);
            if (hints.Count > Most)
                hints.RemoveAt(Most);
        }

        return hints;
    }

    // Pieces before amounts; those that are as near stay in the order of the promotions.
    private static bool IsNearer(PromotionHint one, PromotionHint other)
    {
        long spend = one.MissingSpend?.Minor ?? 0, otherSpend = other.MissingSpend?.Minor ?? 0;
        return spend != otherSpend ? spend < otherSpend : one.MissingPieces < other.MissingPieces;
    }

    private static PromotionHint? HintOf(Trolley trolley, Candidate candidate, long times, Currency currency)
    {
        var promotion = candidate.Booked.Promotion;
        if (times == 0 && promotion.Threshold is { } threshold && candidate.Reached(trolley) == 0)
            return OfThreshold(trolley, candidate, threshold, currency);
        if (times >= promotion.MaxTimes)
            return null;
        return promotion.Offer switch
        {
            CheapestFree offer when times == 0 => OfPart(trolley, candidate, 0, offer.Pieces, 0),
            NForPrice or NForM or BuyXGetY or SetForPrice => OfGroup(trolley, candidate, times),
            _ => null,
        };
    }

    // From half way on; before that it would be nagging.
    private static PromotionHint? OfThreshold(
        Trolley trolley, Candidate candidate, Threshold threshold, Currency currency)
    {
        var promotion = candidate.Booked.Promotion;
        var (spend, pieces) = candidate.Counted(trolley);
        var from = threshold.In ?? promotion.Items;
        long missing = (threshold.Spend?.Minor ?? 0) - spend;
        if (missing > 0)
            return missing <= spend ? new(promotion.Id, promotion.Name, 0, new Money(missing, currency), from) : null;
        long lacking = threshold.Pieces - pieces;
        return lacking <= pieces ? new(promotion.Id, promotion.Name, lacking, null, from) : null;
    }

    // A group that lacks pieces of one part only, and has been begun.
    private static PromotionHint? OfGroup(Trolley trolley, Candidate candidate, long times)
    {
        PromotionHint? lacking = null;
        int[] needs = candidate.Booked.Terms!.Needs;
        for (int part = 0; part < needs.Length; part++)
        {
            if (OpenPieces(trolley, candidate, part, times * needs[part]) >= needs[part])
                continue;
            if (lacking is not null)
                return null;
            lacking = OfPart(trolley, candidate, part, needs[part], times * needs[part]);
            if (lacking is null)
                return null;
        }

        return lacking;
    }

    private static PromotionHint? OfPart(Trolley trolley, Candidate candidate, int part, long need, long used)
    {
        var promotion = candidate.Booked.Promotion;
        long pieces = OpenPieces(trolley, candidate, part, used);
        bool begun = pieces > 0 || candidate.Booked.Terms?.Needs.Length > 1;
        return begun && pieces < need
            ? new(promotion.Id, promotion.Name, need - pieces, null, candidate.Booked.Parts[part].Selector)
            : null;
    }

    // What a promotion that combines has used stays open for others, so it is taken off here.
    private static long OpenPieces(Trolley trolley, Candidate candidate, int part, long used) => Math.Max(0,
        candidate.OpenPieces(trolley, part) - (candidate.Booked.Promotion.Combination == Combination.Combinable ? used : 0));
}
