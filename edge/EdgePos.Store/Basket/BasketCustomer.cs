namespace EdgePos.Store;

/// <summary>Who a basket is for, as far as prices, promotions and tax go. No personal data.</summary>
/// <param name="Reference">The customer's number or card; empty: anybody.</param>
/// <param name="Group">Names the price list and what promotions ask for; empty: none.</param>
/// <param name="Exemption">Number of the certificate by which no tax is due; empty: tax is due.</param>
public sealed record BasketCustomer(string Reference, string Group, string Exemption)
{
    /// <summary>Longest reference, group and certificate, in characters.</summary>
    public const int MaxLength = 40;

    /// <summary>Nobody in particular.</summary>
    public static readonly BasketCustomer Anybody = new("", "", "");

    /// <summary>True where no tax is due.</summary>
    public bool IsExempt => Exemption.Length > 0;
}

/// <summary>What the promotions made of a basket.</summary>
/// <param name="Given">What each gave, in the order in which it comes off.</param>
/// <param name="Hints">What a little more would give.</param>
/// <param name="CouponsUnused">Coupons that gave nothing.</param>
public sealed record BasketOffers(
    IReadOnlyList<AppliedPromotion> Given, IReadOnlyList<PromotionHint> Hints, IReadOnlyList<string> CouponsUnused)
{
    /// <summary>Nothing.</summary>
    public static readonly BasketOffers None = new([], [], []);
}
