namespace EdgePos.Store;

/// <summary>Where a discount comes from. The numbers are those of the protos.</summary>
public enum DiscountKind
{
    /// <summary>A promotion of the price book.</summary>
    Promotion = 1,

    /// <summary>Staff, on one line.</summary>
    Line = 2,

    /// <summary>Staff, on the whole basket; this is the line's part of it.</summary>
    Basket = 3,
}

/// <summary>What a line costs less.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Id">Of the promotion, or the reason code.</param>
/// <param name="Name">What the customer reads; empty: the kind says it.</param>
/// <param name="Amount">Greater than zero.</param>
public sealed record Discount(DiscountKind Kind, string Id, string Name, Money Amount);

/// <summary>What staff take off a line or a basket, with why and by whose leave.</summary>
/// <param name="Percent">A part of what is left to pay; null: an amount.</param>
/// <param name="Amount">An amount, at most what is left to pay; null: a part.</param>
/// <param name="Reason">Code of the reason, 1 to 40 characters.</param>
/// <param name="ApprovedBy">Who allowed it; empty: it was within the limit.</param>
public sealed record Reduction(Rate? Percent, Money? Amount, string Reason, string ApprovedBy)
{
    /// <summary>What it takes off an amount: never more than that.</summary>
    public Money Of(Money amount) => amount with
    {
        Minor = Percent is { } percent
            ? Rounding.MulDiv(amount.Minor, percent.Ppm, Rate.Whole)
            : Math.Min(amount.Minor, Amount?.Minor ?? 0),
    };
}
