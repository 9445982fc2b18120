namespace EdgePos.Store;

/// <summary>What may be done with a till.</summary>
public static class TillRules
{
    /// <summary>The longest reason of a movement, characters.</summary>
    public const int LongestReason = 100;

    /// <summary>The longest reason of a difference, characters.</summary>
    public const int LongestDifferenceReason = 200;

    /// <summary>The longest number of an employee, characters.</summary>
    public const int LongestEmployee = 20;

    private const int MostDenominations = 50;
    private const long MostPieces = 1_000_000;

    /// <summary>Cash that is in a drawer or moves: in the store's currency, not below the least, not beyond what a till holds.</summary>
    public static Result<Money> Cash(Money amount, long leastMinor, Currency currency, string field) =>
        amount.Currency != currency ? new Refusal(RefusalCode.CurrencyMismatch, field, $"{amount.Currency}", $"{currency}")
        : amount.Minor < leastMinor || amount.Minor > BasketLimits.MaxAmountMinor ? new Refusal(RefusalCode.CashOutOfRange, field)
        : amount;

    /// <summary>The business date of a session that is opened now.</summary>
    /// <param name="wanted">Null: the rule decides.</param>
    /// <param name="today">The day by the store's clock.</param>
    /// <param name="clockIsTrusted">Where it is not, a person knows better what day it is.</param>
    /// <param name="last">That of the till's last session; null: there was none. Days never go back.</param>
    public static Result<DateOnly> BusinessDate(DateOnly? wanted, DateOnly today, bool clockIsTrusted, DateOnly? last)
    {
        var earliest = last ?? DateOnly.MinValue;
        var latest = clockIsTrusted ? today.AddDays(1) : DateOnly.MaxValue;
        if (wanted is not { } date)
            return today >= earliest ? today : earliest;
        return date >= earliest && date <= latest
            ? date
            : new Refusal(RefusalCode.BusinessDateOutOfRange, "business_date", $"{date:O}", $"{earliest:O}", $"{latest:O}");
    }

    /// <summary>Number of an employee who has a till.</summary>
    /// <param name="shortest">0: it may be nobody in particular.</param>
    public static Result<string> Employee(string number, int shortest) =>
        Words.Check("employee", number, shortest, LongestEmployee) is { } wrong ? wrong : number;

    /// <summary>Cash that moves without a sale, or a drawer that is opened for neither: what is wrong with it, if anything.</summary>
    /// <param name="amount">Null: none was given.</param>
    public static Refusal? CheckMovement(CashMovementKind kind, Money? amount, string reason, Currency currency)
    {
        if (kind == CashMovementKind.NoSale && amount is not null)
            return new Refusal(RefusalCode.FieldInvalid, "amount", "amount must be absent where no cash moves");
        if (kind != CashMovementKind.NoSale && amount is null)
            return new Refusal(RefusalCode.FieldInvalid, "amount", "amount must be given");
        if (amount is { } cash && Cash(cash, 1, currency, "amount").Refusal is { } refusal)
            return refusal;
        return CheckReason(reason, kind == CashMovementKind.SafeDrop ? 0 : 1, LongestReason);
    }

    /// <summary>The sum of what was counted.</summary>
    /// <param name="counted">By denomination; empty: only the sum was given.</param>
    /// <param name="total">The sum; null: that of what was counted.</param>
    public static Result<Money> Counted(IReadOnlyList<CountedCash> counted, Money? total, Currency currency)
    {
        if (counted.Count == 0 && total is null)
            return new Refusal(RefusalCode.FieldInvalid, "counted", "counted or counted_total must be given");
        if (counted.Count > MostDenominations)
            return new Refusal(RefusalCode.FieldInvalid, "counted", $"counted must have at most {MostDenominations} rows");
        if (counted.DistinctBy(cash => cash.Denomination).Count() < counted.Count)
            return new Refusal(RefusalCode.FieldInvalid, "counted", "counted must name no denomination twice");
        var sum = Money.Zero(currency);
        foreach (var (denomination, pieces) in counted)
        {
            if (Cash(denomination, 1, currency, "counted").Refusal is { } wrong)
                return wrong;
            if (pieces is < 0 or > MostPieces || pieces > BasketLimits.MaxAmountMinor / denomination.Minor)
                return new Refusal(RefusalCode.CashOutOfRange, "counted");
            sum += new Money(denomination.Minor * pieces, currency);
        }

        if (total is { } given && counted.Count > 0 && given != sum)
            return new Refusal(RefusalCode.FieldInvalid, "counted_total", $"counted_total must be the sum of counted, {sum}");
        return Cash(counted.Count > 0 ? sum : total!.Value, 0, currency, "counted_total");
    }

    /// <summary>Whether a till may be closed with a difference; null: it may.</summary>
    /// <param name="difference">Counted less expected.</param>
    /// <param name="allowedMinor">A difference up to this needs no reason, either way.</param>
    /// <remarks>The refusal does not say how much it is: who counts again is not to know what is wanted.</remarks>
    public static Refusal? CheckDifference(Money difference, long allowedMinor, string reason) =>
        CheckReason(reason, 0, LongestDifferenceReason)
        ?? (Math.Abs(difference.Minor) > allowedMinor && reason.Length == 0
            ? new Refusal(RefusalCode.DifferenceUnexplained, "reason")
            : null);

    private static Refusal? CheckReason(string reason, int shortest, int longest) =>
        reason.Trim().Length < shortest || reason.Length > longest || reason.Any(char.IsControl)
            ? new Refusal(RefusalCode.FieldInvalid, "reason", $"reason must have {shortest} to {longest} characters that can be printed")
            : null;
}
