namespace EdgePos.Store;

/// <summary>What each kind of tender may do.</summary>
public static class TenderRules
{
    /// <summary>Longest reference, in characters.</summary>
    public const int MaxReferenceLength = 40;

    /// <summary>
    /// Takes a tender, or gives back where the basket is owed. More than is due is change where it was cash, is kept where
    /// it was a voucher, and is refused else.
    /// </summary>
    /// <param name="tender">Its number is given here.</param>
    public static Result<Basket> Pay(this Basket basket, Tender tender)
    {
        if (basket.Closed() is { } closed)
            return closed;
        if (basket.State == BasketState.Paid)
            return new Refusal(RefusalCode.BasketPaid, "");
        if (!basket.Sold.Any())
            return new Refusal(RefusalCode.BasketEmpty, "");
        if (tender.Amount.Currency != basket.Currency)
            return new Refusal(RefusalCode.CurrencyMismatch, "amount", $"{tender.Amount.Currency}", $"{basket.Currency}");
        if (Check(basket, tender) is { } wrong)
            return wrong;
        return basket with
        {
            Tenders = basket.Tenders.Add(tender with { Number = basket.Tenders.Length + 1 }),
            LastLine = 0,
            Version = basket.Version + 1,
        };
    }

    /// <summary>Takes cash. More than is due gives change.</summary>
    public static Result<Basket> PayCash(this Basket basket, Money amount) => basket.Pay(new Tender(0, TenderKind.Cash, amount));

    /// <summary>Takes a tender back; the money is handed over, and the lines may change again.</summary>
    public static Result<Basket> RemoveTender(this Basket basket, int number)
    {
        if (basket.Closed() is { } closed)
            return closed;
        if (number < 1 || number > basket.Tenders.Length || basket.Tenders[number - 1].Removed)
            return new Refusal(RefusalCode.TenderNotFound, "tender", $"{number}");
        return basket.Tenders[number - 1].Terminal is not null
            ? new Refusal(RefusalCode.TenderNeedsReversal, "tender", $"{number}")
            : basket.Without(number);
    }

    /// <summary>
    /// Takes what the box's own terminal has charged or given back: that is so, whatever the basket looks like by now. Taken
    /// once, however often it is told.
    /// </summary>
    public static Basket TakeFromTerminal(this Basket basket, Tender tender) =>
        basket.OfTerminal(tender.Terminal!.Id) is not null ? basket : basket with
        {
            Tenders = basket.Tenders.Add(tender with { Number = basket.Tenders.Length + 1 }),
            LastLine = 0,
            Version = basket.Version + 1,
        };

    /// <summary>Takes the tender of a payment away that was reversed at the terminal.</summary>
    public static Basket GiveBackAtTerminal(this Basket basket, Guid payment) =>
        basket.OfTerminal(payment) is { } tender ? basket.Without(tender.Number) : basket;

    /// <summary>The tender of a payment at the box's terminal; null: the basket has none.</summary>
    public static Tender? OfTerminal(this Basket basket, Guid payment) =>
        basket.Paying.FirstOrDefault(tender => tender.Terminal?.Id == payment);

    private static Basket Without(this Basket basket, int number) => basket with
    {
        Tenders = basket.Tenders.SetItem(number - 1, basket.Tenders[number - 1] with { Removed = true }),
        LastLine = 0,
        Version = basket.Version + 1,
    };

    private static Refusal? Check(Basket basket, Tender tender)
    {
        long due = basket.Due.Minor, amount = tender.Amount.Minor;
        bool givesBack = due < 0;
        if (amount is 0 or < -BasketLimits.MaxAmountMinor or > BasketLimits.MaxAmountMinor || amount < 0 != givesBack
            || basket.Tenders.Length >= BasketLimits.MaxTenders)
            return new Refusal(RefusalCode.TenderOutOfRange, "amount");
        if (tender.Kind is not (TenderKind.Cash or TenderKind.ForeignCash)
            && tender.Reference.Length is 0 or > MaxReferenceLength)
            return new Refusal(RefusalCode.FieldInvalid, "reference", $"reference must have 1 to {MaxReferenceLength} characters");
        if (tender.Kind == TenderKind.Voucher
            && basket.Paying.Any(one => one.Kind == TenderKind.Voucher && one.Reference == tender.Reference))
            return new Refusal(RefusalCode.VoucherUsed, "voucher.number", tender.Reference);
        if (givesBack ? !MayGiveBack(basket, tender) : !MayPay(tender, due))
            return new Refusal(RefusalCode.TenderTooMuch, "amount", $"{basket.Due}");
        return null;
    }

    // Cash gives change; a voucher keeps its rest, and is not spent where there is nothing to pay.
    private static bool MayPay(Tender tender, long due) => tender.Kind switch
    {
        TenderKind.Cash or TenderKind.ForeignCash => true,
        TenderKind.Voucher => due > 0,
        TenderKind.Card or TenderKind.Account or TenderKind.GiftCard or TenderKind.Points => tender.Amount.Minor <= due,
    };

    // In cash to the step that settles it, or at most what is due; nobody changes foreign notes back.
    private static bool MayGiveBack(Basket basket, Tender tender) => tender.Kind switch
    {
        TenderKind.Cash => tender.Amount.Minor >= basket.Due.Minor
            || basket.CashMinor + tender.Amount.Minor == CashRounding.Round(basket.ForCash, basket.CashStep).Minor,
        TenderKind.ForeignCash => false,
        TenderKind.Card or TenderKind.Voucher or TenderKind.Account or TenderKind.GiftCard or TenderKind.Points =>
            tender.Amount.Minor >= basket.Due.Minor,
    };
}
