namespace EdgePos.Store;

/// <summary>
/// What gift cards may do. They are vouchers for all that a store sells, so no tax is due when one is sold, and the whole tax
/// when it pays: Directive 2006/112/EC, article 30b. The ledger asks again when a basket becomes a sale.
/// </summary>
public static class GiftCardRules
{
    /// <summary>The most that may be on a card, minor units.</summary>
    public const long MaxBalanceMinor = BasketLimits.MaxAmountMinor;

    /// <summary>True for a line that puts money on a card, or takes off what one put there.</summary>
    public static bool IsGiftCard(this BasketLine line) => line.Item.Is(ItemTraits.GiftCard);

    /// <summary>
    /// Pays with a card, never more than is on it; where the basket is owed, puts money on it. A card that is new is issued by
    /// that.
    /// </summary>
    /// <param name="number">Number of the card.</param>
    /// <param name="asked">How much; null: all that the card can pay of what is due, or all that is owed.</param>
    /// <param name="card">The card as it is now; null: there is none of that number.</param>
    public static Result<Basket> PayByGiftCard(this Basket basket, string number, Money? asked, GiftCard? card)
    {
        long due = basket.Due.Minor;
        bool pays = basket.State == BasketState.Open && due > 0
            && (asked is null || (asked.Value.Currency == basket.Currency && asked.Value.Minor > 0 && asked.Value.Minor <= due));
        if (pays && CheckPays(basket, number, asked, card) is { } refusal)
            return refusal;
        var amount = asked ?? basket.Due with { Minor = pays ? Math.Min(due, Most(basket, card!)) : due };
        return basket.Pay(new Tender(0, TenderKind.GiftCard, amount) { Reference = number });
    }

    /// <summary>Says whether what a line put on its card may be taken off it again; null: it may.</summary>
    /// <param name="line">The line as it was sold.</param>
    /// <param name="card">The card as it is now; null: there is none of that number.</param>
    public static Refusal? CheckBack(SoldLine line, GiftCard? card) =>
        line.Item.Is(ItemTraits.GiftCard) && (card?.Balance.Minor ?? 0) < line.Paid.Minor - line.Refunded.Minor
            ? Spent(line.Serial, card?.Balance ?? line.Paid with { Minor = 0 })
            : null;

    /// <summary>Says whether a basket's gift cards pay for goods only; null: they do.</summary>
    public static Refusal? CheckPaid(Basket basket) => PaidByCards(basket) > Math.Max(0, Goods(basket))
        ? new Refusal(RefusalCode.GiftCardForGiftCard, "tenders")
        : null;

    /// <summary>The refusal of a card that has less on it than is wanted; it says what the card can pay.</summary>
    /// <param name="field">Where the amount was said.</param>
    public static Refusal TooLow(string number, Money balance, Money offer, string field) =>
        new(RefusalCode.GiftCardTooLow, field, GiftCardNumber.Mask(number), $"{balance}") { Offer = offer };

    /// <summary>The refusal to take back what was spent already.</summary>
    public static Refusal Spent(string number, Money balance) =>
        new(RefusalCode.GiftCardSpent, "", GiftCardNumber.Mask(number), $"{balance}");

    /// <summary>What a basket has of goods that neither gift cards nor points have paid, minor units.</summary>
    internal static long GoodsLeft(Basket basket) => Goods(basket) - PaidByCards(basket);

    // A card is loaded once in a basket, for a second scan is mostly a slip; and it does not pay for itself.
    internal static Refusal? CheckTwice(Basket basket, BasketLine line) =>
        line.IsGiftCard() && (IsLoadedIn(basket, line.Serial) || basket.Paying.Any(one => one.IsBy(line.Serial)))
            ? new Refusal(RefusalCode.GiftCardTwice, "serial", GiftCardNumber.Mask(line.Serial))
            : null;

    private static Refusal? CheckPays(Basket basket, string number, Money? asked, GiftCard? card)
    {
        if (IsLoadedIn(basket, number))
            return new Refusal(RefusalCode.GiftCardTwice, "gift_card.number", GiftCardNumber.Mask(number));
        if (card is null)
            return new Refusal(RefusalCode.GiftCardUnknown, "gift_card.number", GiftCardNumber.Mask(number));
        long most = Math.Min(basket.Due.Minor, Most(basket, card)), least = asked?.Minor ?? 1;
        if (least <= most)
            return null;
        return least > Left(basket, card)
            ? TooLow(number, card.Balance, basket.Due with { Minor = most }, "amount")
            : new Refusal(RefusalCode.GiftCardForGiftCard, "amount") { Offer = basket.Due with { Minor = most } };
    }

    // What is left of the card, and of what a gift card may buy.
    private static long Most(Basket basket, GiftCard card) =>
        Math.Max(0, Math.Min(Left(basket, card), GoodsLeft(basket)));

    // What comes back of the card itself is no longer there to pay with.
    private static long Left(Basket basket, GiftCard card) => card.Balance.Minor
        - basket.Paying.Where(tender => tender.IsBy(card.Number)).Sum(tender => tender.Amount.Minor)
        + basket.Sold.Where(line => line.IsGiftCard() && line.ReturnOf is not null && line.Serial == card.Number)
            .Sum(line => line.Amount.Minor);

    private static long Goods(Basket basket) =>
        basket.Total.Minor - basket.Sold.Where(line => line.IsGiftCard() && line.ReturnOf is null).Sum(line => line.Amount.Minor);

    private static long PaidByCards(Basket basket) => basket.Paying
        .Where(tender => tender.Kind is TenderKind.GiftCard or TenderKind.Points)
        .Sum(tender => Math.Max(0, tender.Amount.Minor));

    private static bool IsLoadedIn(Basket basket, string number) =>
        basket.Sold.Any(line => line.IsGiftCard() && line.ReturnOf is null && line.Serial == number);

    private static bool IsBy(this Tender tender, string number) =>
        tender.Kind == TenderKind.GiftCard && tender.Amount.Minor > 0 && tender.Reference == number;
}
