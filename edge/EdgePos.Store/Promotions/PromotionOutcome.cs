namespace EdgePos.Store;

/// <summary>What promotions do for a basket. The discounts add up to what was applied, to the minor unit.</summary>
/// <param name="Discounts">By line, then in the order in which they come off.</param>
/// <param name="Applied">In the order in which they come off.</param>
/// <param name="Hints">What would be reached with a little more, the nearest first; at most five.</param>
/// <param name="CouponsUsed">Coupons that gave something.</param>
/// <param name="CouponsUnused">Coupons that gave nothing: unknown, not today, not for these goods, or bettered.</param>
public sealed record PromotionOutcome(
    IReadOnlyList<LineDiscount> Discounts,
    IReadOnlyList<AppliedPromotion> Applied,
    IReadOnlyList<PromotionHint> Hints,
    IReadOnlyList<string> CouponsUsed,
    IReadOnlyList<string> CouponsUnused)
{
    /// <summary>What the customer reads of a discount.</summary>
    public string NameOf(LineDiscount discount)
    {
        for (int i = 0; i < Applied.Count; i++)
        {
            if (Applied[i].PromotionId == discount.PromotionId)
                return Applied[i].Name;
        }

        throw new InvariantBroken("what came off a line was applied");
    }
}

/// <summary>What a promotion takes off a line.</summary>
/// <param name="Line">The line's number.</param>
/// <param name="PromotionId">The promotion.</param>
/// <param name="Amount">Greater than zero, and with the line's other discounts at most what the line costs.</param>
public sealed record LineDiscount(int Line, string PromotionId, Money Amount);

/// <summary>What a promotion gave.</summary>
/// <param name="PromotionId">The promotion.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="Times">Groups, or pieces and measured lines, or for how many times a whole offer counts.</param>
/// <param name="Total">What it took off.</param>
public sealed record AppliedPromotion(string PromotionId, string Name, long Times, Money Total);

/// <summary>What would be reached with a little more.</summary>
/// <remarks>It says how much more, not that the goods are dear enough for the offer to pay.</remarks>
/// <param name="PromotionId">The promotion.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="MissingPieces">Pieces that are missing; 0: an amount is.</param>
/// <param name="MissingSpend">The amount that is missing; null: pieces are.</param>
/// <param name="From">Which items would do.</param>
public sealed record PromotionHint(
    string PromotionId, string Name, long MissingPieces, Money? MissingSpend, ItemSelector From);
