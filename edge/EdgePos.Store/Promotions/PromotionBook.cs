namespace EdgePos.Store;

/// <summary>The promotions of a price book, in order and indexed. Never changes: many may ask at once.</summary>
/// <remarks>The README of this folder says how promotions go together.</remarks>
public sealed class PromotionBook
{
    /// <summary>Most promotions of one book.</summary>
    public const int MaxPromotions = 5000;

    private readonly Currency _currency;
    private readonly PromotionIndex _index;

    private PromotionBook(Currency currency, PromotionIndex index, int count) => (_currency, _index, Count) = (currency, index, count);

    /// <summary>How many promotions are in it.</summary>
    public int Count { get; }

    /// <summary>A book without promotions.</summary>
    public static PromotionBook Empty(Currency currency) => new(currency, new PromotionIndex([]), 0);

    /// <summary>Makes a book, or says which promotion is at fault.</summary>
    public static Result<PromotionBook> Of(IReadOnlyList<Promotion> promotions, Currency currency)
    {
        if (promotions.Count > MaxPromotions)
            return Bad(promotions[MaxPromotions].Id, $"a price book may have {MaxPromotions} promotions");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var promotion in promotions)
        {
            if (PromotionRules.Check(promotion, currency) is { } wrong)
                return wrong;
            if (!ids.Add(promotion.Id))
                return Bad(promotion.Id, "it is in the price book twice");
        }

        var ordered = promotions.OrderBy(promotion => promotion.Priority)
            .ThenBy(promotion => promotion.Combination == Combination.Combinable)
            .ThenBy(promotion => promotion.Id, StringComparer.Ordinal);
        var booked = ordered.Select((one, rank) => new BookedPromotion(one, rank));
        return new PromotionBook(currency, new PromotionIndex([.. booked]), promotions.Count);
    }

    /// <summary>What the promotions do for a basket. In whatever order it was scanned, it gets the same.</summary>
    /// <param name="lines">Within <see cref="BasketLimits"/>, in the book's currency.</param>
    public PromotionOutcome Price(IReadOnlyList<PromotionLine> lines, PromotionContext context)
    {
        var trolley = new Trolley(Article.Of(lines, _currency));
        var candidates = _index.Candidates(trolley.Articles, context);
        var steps = new SearchSteps();
        for (int start = 0, end; start < candidates.Length; start = end)
        {
            int priority = candidates[start].Booked.Promotion.Priority;
            end = start + 1;
            while (end < candidates.Length && candidates[end].Booked.Promotion.Priority == priority)
                end++;
            Round.Play(trolley, candidates.AsSpan(start..end), steps);
        }

        return Receipted.Outcome(trolley, candidates, context, _currency);
    }

    private static Refusal Bad(string id, string what) => new(RefusalCode.PriceBookRowInvalid, "promotion_id", id, what);
}
