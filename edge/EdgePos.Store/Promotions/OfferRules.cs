namespace EdgePos.Store;

/// <summary>What an offer of a promotion must be.</summary>
internal static class OfferRules
{
    internal static (string Field, string What)? Fault(Offer offer, Currency currency) => offer switch
    {
        PercentOff percent => Percent(percent.Off),
        AmountOff amount => Price("offer.off", amount.Off, currency),
        FixedPrice price => Price("offer.price", price.Price, currency),
        NForPrice group => Pieces("offer.pieces", group.Pieces, 2) ?? Price("offer.price", group.Price, currency),
        NForM group => Pieces("offer.pieces", group.Pieces, 2) ?? Fewer("offer.paid", group.Paid, group.Pieces),
        BuyXGetY group => Pieces("offer.buy", group.Buy, 1) ?? Pieces("offer.get", group.Get, 1) ?? Percent(group.Off)
            ?? (group.From is { } from ? SelectorRules.Fault(from, "offer.from") : null),
        SetForPrice set =>
            Pieces("offer.pieces", set.Pieces, 1) ?? Parts(set) ?? Price("offer.price", set.Price, currency),
        CheapestFree whole => Pieces("offer.pieces", whole.Pieces, 2) ?? Fewer("offer.free", whole.Free, whole.Pieces),
        BasketPercent percent => Percent(percent.Off),
        BasketAmount amount => AmountFault(amount.Off, currency) is { } what ? ("offer.off", what) : null,
        _ => ("offer", "the offer is missing or unknown"),
    };

    internal static string? AmountFault(Money money, Currency currency) =>
        MoneyFault(money, BasketLimits.MaxAmountMinor, currency);

    private static string? MoneyFault(Money money, long most, Currency currency) =>
        money.Currency != currency ? $"the amount is in {money.Currency}, the store sells in {currency}"
        : money.Minor <= 0 || money.Minor > most ? $"it must be greater than zero and at most {most} minor units"
        : null;

    private static (string Field, string What)? Price(string field, Money price, Currency currency) =>
        MoneyFault(price, ItemRules.MaxPriceMinor, currency) is { } what ? (field, what) : null;

    private static (string Field, string What)? Percent(Rate off) =>
        off.Ppm is <= 0 or > Rate.Whole ? ("offer.percent_ppm", "the percentage must be above 0 and at most 100") : null;

    private static (string Field, string What)? Pieces(string field, int pieces, int least) =>
        pieces < least || pieces > PromotionRules.MaxPieces
            ? (field, $"there must be {least} to {PromotionRules.MaxPieces} pieces")
            : null;

    private static (string Field, string What)? Fewer(string field, int some, int all) =>
        some < 1 || some >= all ? (field, $"there must be 1 to {all - 1} of {all} pieces") : null;

    private static (string Field, string What)? Parts(SetForPrice set) =>
        set.Others.Length is 0 or > PromotionRules.MaxParts
            ? ("offer.others", $"a set must have 1 to {PromotionRules.MaxParts} other parts")
            : set.Others.Select(PartFault).FirstOrDefault(fault => fault is not null);

    private static (string Field, string What)? PartFault(SetPart part) =>
        Pieces("offer.others", part.Pieces, 1) ?? SelectorRules.Fault(part.From, "offer.others");
}

/// <summary>What a schedule of a promotion must be.</summary>
internal static class ScheduleRules
{
    internal static (string Field, string What)? Fault(Schedule schedule) =>
        schedule.From >= schedule.Until ? ("schedule.until", "it ends before it begins")
        : schedule.Hours is { } hours && hours.From == hours.To ? ("schedule.hours_to", "its hours end when they begin")
        : (schedule.Days & Weekdays.All) != schedule.Days ? ("schedule.days", "a day is unknown")
        : schedule.Days == Weekdays.None ? ("schedule.days", "it holds on no day")
        : IsNever(schedule) ? ("schedule.days", "none of its days and hours is between its first and last moment")
        : null;

    // Beyond a week and a day every weekday's hours have come by.
    private static bool IsNever(Schedule schedule)
    {
        if (schedule is not { From: { } from, Until: { } until } || until - from > TimeSpan.FromDays(9))
            return false;
        var opens = schedule.Hours is { } hours ? hours.From.ToTimeSpan() : TimeSpan.Zero;
        for (int i = 0; i <= (until.Date - from.Date).Days; i++)
        {
            // The only moments at which it can begin: its first one, an opening, a midnight.
            var day = from.Date.AddDays(i);
            if (HoldsWithin(from) || HoldsWithin(day) || HoldsWithin(day + opens))
                return false;
        }

        return true;

        bool HoldsWithin(DateTime moment) => moment >= from && schedule.HoldsAt(moment);
    }
}
