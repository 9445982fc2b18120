using System.Collections.Frozen;

namespace EdgePos.Store;

/// <summary>How customers earn points, and what they are worth.</summary>
/// <param name="EarnMinor">Minor units of the store's currency that earn a point; 0: none are earned.</param>
/// <param name="WorthMinor">Minor units that a point pays; 0: points do not pay.</param>
/// <param name="NoPointsIn">Departments whose goods earn nothing.</param>
public sealed record LoyaltyProgramme(long EarnMinor, long WorthMinor, FrozenSet<string> NoPointsIn);

/// <summary>Points: what a basket earns, and what they may pay. The ledger asks again when a basket becomes a sale.</summary>
public static class LoyaltyRules
{
    /// <summary>
    /// The points that a basket earns: of what it costs after discounts, without deposits, gift cards and what points pay. Below a
    /// whole point it earns nothing, and what comes back takes off only whole points too: never more than was earned.
    /// </summary>
    public static long Earned(this LoyaltyProgramme programme, Basket basket)
    {
        if (programme.EarnMinor <= 0)
            return 0;
        long goods = basket.Sold.Where(line => line.DepositOf == 0 && !line.IsGiftCard()
            && !programme.NoPointsIn.Contains(line.Item.Department)).Sum(line => line.Amount.Minor);
        long byPoints = basket.Paying.Where(tender => tender.Kind == TenderKind.Points).Sum(tender => tender.Amount.Minor);
        // Points may have paid for what earns none.
        long counts = goods >= 0 ? Math.Max(0, goods - byPoints) : Math.Min(0, goods - byPoints);
        return counts / programme.EarnMinor;
    }

    /// <summary>The points that pay; below zero: they are given back.</summary>
    public static long Spent(Basket basket) => basket.Paying.Sum(tender => tender.Points);

    /// <summary>Pays with the points of the basket's customer, in whole points, or gives them back where the basket is owed.</summary>
    /// <param name="asked">How much; null: all that they can pay of what is due, or all that is owed.</param>
    /// <param name="points">What the customer has, as far as the store knows.</param>
    public static Result<Basket> PayByPoints(this Basket basket, LoyaltyProgramme programme, Money? asked, long points)
    {
        if (programme.WorthMinor <= 0)
            return new Refusal(RefusalCode.TenderNotTaken, "kind", "points");
        if (basket.Customer.Reference.Length == 0)
            return new Refusal(RefusalCode.PointsNeedCustomer, "points");
        long due = basket.Due.Minor, worth = programme.WorthMinor;
        long most = due <= 0 ? due : Math.Max(0, Math.Min(Math.Min(due, GiftCardRules.GoodsLeft(basket)), Left(basket, points, worth)));
        most -= most % worth;
        var amount = asked ?? basket.Due with { Minor = most };
        if (amount.Minor % worth != 0)
            return new Refusal(RefusalCode.FieldInvalid, "amount", $"amount must be a multiple of {basket.Due with { Minor = worth }}");
        if (due > 0 && amount.Minor <= due && amount.Minor > most)
        {
            return amount.Minor > Left(basket, points, worth) ? Short(points, basket.Due with { Minor = most }, "amount")
                : new Refusal(RefusalCode.GiftCardForGiftCard, "amount") { Offer = basket.Due with { Minor = most } };
        }

        return asked is null && most == 0 && due > 0
            ? Short(points, basket.Due with { Minor = 0 }, "points")
            : basket.Pay(new Tender(0, TenderKind.Points, amount)
            {
                Reference = basket.Customer.Reference,
                Points = amount.Minor / worth,
            });
    }

    /// <summary>The refusal of a customer who has fewer points than are wanted; it says what they can pay.</summary>
    /// <param name="field">Where the amount was said.</param>
    public static Refusal Short(long points, Money? offer, string field) =>
        new(RefusalCode.PointsShort, field, $"{points}") { Offer = offer };

    private static long Left(Basket basket, long points, long worth) =>
        (long)Int128.Clamp(((Int128)points - Spent(basket)) * worth, 0, long.MaxValue);
}
