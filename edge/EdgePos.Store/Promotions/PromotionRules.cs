using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What a promotion of a price book must be.</summary>
public static class PromotionRules
{
    /// <summary>Longest code of a promotion or a coupon, in characters.</summary>
    public const int MaxCodeLength = 40;

    /// <summary>Most pieces of one group.</summary>
    public const int MaxPieces = 1000;

    /// <summary>Most other parts of a set.</summary>
    public const int MaxParts = 5;

    /// <summary>Says what is wrong with a promotion; null: nothing.</summary>
    /// <param name="currency">What the store sells in.</param>
    public static Refusal? Check(Promotion promotion, Currency currency)
    {
        var (field, what) = Fault(promotion, currency) is { } fault ? fault : default;
        return what is null ? null : new Refusal(RefusalCode.PriceBookRowInvalid, field, promotion.Id, what);
    }

    private static (string Field, string What)? Fault(Promotion promotion, Currency currency)
    {
        if (!Words.Fit(promotion.Id, 1, MaxCodeLength))
            return ("promotion_id", $"the code must have 1 to {MaxCodeLength} characters and no space at its ends");
        if (!Words.Fit(promotion.Name, 1, ItemRules.MaxNameLength))
            return ("name", $"the name must have 1 to {ItemRules.MaxNameLength} characters and no space at its ends");
        if (!Enum.IsDefined(promotion.Combination))
            return ("combination", "how it goes together with others is missing or unknown");
        if (promotion.Coupon.Length > 0 && !Words.Fit(promotion.Coupon, 1, MaxCodeLength))
            return ("coupon", $"a coupon's code must have at most {MaxCodeLength} characters and no space at its ends");
        if (promotion.Groups.Any(group => !Words.Fit(group, 1, MaxCodeLength)))
            return ("groups", $"a customer group must have 1 to {MaxCodeLength} characters");
        return SelectorRules.Fault(promotion.Items, "items")
            ?? ScheduleRules.Fault(promotion.Schedule)
            ?? OfferRules.Fault(promotion.Offer, currency)
            ?? ThresholdFault(promotion.Threshold, currency)
            ?? LimitFault(promotion);
    }

    private static (string Field, string What)? ThresholdFault(Threshold? threshold, Currency currency)
    {
        if (threshold is null)
            return null;
        if (threshold.Spend is { } spend && OfferRules.AmountFault(spend, currency) is { } what)
            return ("threshold.spend", what);
        if (threshold.Pieces < 0 || (threshold.Pieces == 0 && threshold.Spend is null))
            return ("threshold.pieces", "a threshold must be an amount or a number of pieces above zero");
        return threshold.In is { } items ? SelectorRules.Fault(items, "threshold.in") : null;
    }

    private static (string Field, string What)? LimitFault(Promotion promotion) => promotion switch
    {
        { MaxTimes: < 1 } => ("max_times", "the limit must be at least one"),
        { MaxTimes: > 1, Offer: BasketPercent } => ("max_times", "a percentage off the basket comes off once"),
        { MaxTimes: > 1, Offer: BasketAmount, Threshold: not { Spend: not null } } =>
            ("max_times", "an amount off the basket comes off once where no amount must be spent for it"),
        _ => null,
    };
}

/// <summary>What a selector of a promotion must be.</summary>
internal static class SelectorRules
{
    internal static (string Field, string What)? Fault(ItemSelector selector, string field)
    {
        bool names = selector.Skus.Length + selector.Departments.Length + selector.Tags.Length > 0;
        ImmutableArray<string>[] all = [selector.Skus, selector.Departments, selector.Tags,
            selector.ExceptSkus, selector.ExceptDepartments, selector.ExceptTags];
        return !Enum.IsDefined(selector.Reach) ? (field, "which items take part is missing or unknown")
            : selector.Reach == Reach.Named && !names ? (field, "it names no items")
            : selector.Reach == Reach.Everything && names ? (field, "it names items and takes everything")
            : all.Any(list => list.Any(name => !Words.Fit(name, 1, ItemRules.MaxSkuLength)))
                ? (field, $"an item, department or tag must have 1 to {ItemRules.MaxSkuLength} characters")
            : Both(selector) is { } both ? (field, $"'{both}' is named and excepted")
            : null;
    }

    private static string? Both(ItemSelector selector) =>
        selector.Skus.Intersect(selector.ExceptSkus).FirstOrDefault()
        ?? selector.Departments.Intersect(selector.ExceptDepartments).FirstOrDefault()
        ?? selector.Tags.Intersect(selector.ExceptTags).FirstOrDefault();
}
