namespace EdgePos.Store;

/// <summary>What staff take off, and other prices than the price book's.</summary>
public static class ReductionRules
{
    /// <summary>Longest code of a reason, in characters.</summary>
    public const int MaxReasonLength = 40;

    /// <summary>Takes something off a line, or with null gives back what was taken off it.</summary>
    /// <param name="number">The line; 0: the whole basket.</param>
    public static Result<Basket> Reduce(this Basket basket, int number, Reduction? reduction, StaffLimits limits)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        var line = basket.Find(number);
        if (number != 0 && line is null)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
        if (line is { IsReducible: false })
            return new Refusal(RefusalCode.NoDiscountAllowed, "line", line.Item.Name);
        var on = line?.Gross ?? new Money(basket.Lines.Where(one => one.IsReducible).Sum(one => one.Gross.Minor), basket.Currency);
        if (reduction is not null && Check(reduction, on, limits) is { } refusal)
            return refusal;
        var reduced = line is null
            ? basket with { Reduction = reduction, LastLine = 0, Version = basket.Version + 1 }
            : basket.Replace(line with { Reduction = reduction });
        return reduction is { ApprovedBy: "" } && IsTooMuch(reduced, number, limits)
            ? Permissions.Needs(Permission.Discount, Percent(limits.Discount))
            : reduced;
    }

    /// <summary>Sets another price of one unit than the price book's, or with null takes the price book's again.</summary>
    public static Result<Basket> Reprice(
        this Basket basket, int number, Money? price, string reason, string approvedBy, StaffLimits limits)
    {
        if (basket.LinesFrozen() is { } frozen)
            return frozen;
        if (basket.Find(number) is not { } line)
            return new Refusal(RefusalCode.LineNotFound, "line", $"{number}");
        if (!line.IsReducible || HasPriceOfItsOwn(line))
            return new Refusal(RefusalCode.NoDiscountAllowed, "line", line.Item.Name);
        var list = line.ListPrice ?? line.Item.Price!.Value;
        if (price is { } wanted && (LineRules.CheckPrice(wanted, basket.Currency) ?? CheckReason(reason)) is { } wrong)
            return wrong;
        if (price is { } set && approvedBy.Length == 0
            && (Int128)Math.Abs(set.Minor - list.Minor) * Rate.Whole > (Int128)list.Minor * limits.Discount.Ppm)
            return Permissions.Needs(Permission.Price, Percent(limits.Discount));
        var now = price ?? list;
        return LineRules.PriceOf(line.Quantity, now).Then(amount => BasketRules.Within(basket.Replace(line with
        {
            Item = line.Item with { Price = now },
            Gross = amount,
            ListPrice = price is null ? null : list,
            PriceChange = price is null ? ("", "") : (reason, approvedBy),
        }))).Then<Basket>(repriced => price is not null && approvedBy.Length == 0 && IsTooMuch(repriced, number, limits)
            ? Permissions.Needs(Permission.Price, Percent(limits.Discount))
            : repriced);
    }

    /// <summary>Says what is wrong with the code of a reason; null: nothing.</summary>
    internal static Refusal? CheckReason(string reason, string field = "reason") =>
        reason.Length > MaxReasonLength || string.IsNullOrWhiteSpace(reason) || reason.Any(char.IsControl)
            ? new Refusal(RefusalCode.FieldInvalid, field, $"{field} must have 1 to {MaxReasonLength} characters")
            : null;

    // A label has said what all of it costs, to the cent.
    private static bool HasPriceOfItsOwn(BasketLine line) => line.QuantityFixed
        && line.Gross.Minor != Rounding.MulDiv(line.Quantity.Thousandths, line.Item.Price!.Value.Minor, 1000);

    // A limit is one limit: another price, something off the line and something off the basket count together, as far as nobody
    // has allowed them.
    private static bool IsTooMuch(Basket basket, int number, StaffLimits limits)
    {
        var lines = basket.Lines.Where(line => line.IsReducible).ToList();
        long onBasket = basket.Reduction is { ApprovedBy: "" } all
            ? all.Of(new Money(lines.Sum(line => line.Gross.Minor), basket.Currency)).Minor : 0;
        return (basket.Find(number) is { } touched && Exceeds(OffOf(touched), ListOf(touched)))
            || (onBasket > 0 && Exceeds(onBasket + lines.Sum(OffOf), lines.Sum(ListOf)));

        bool Exceeds(long off, long list) => off > Rounding.MulDiv(list, limits.Discount.Ppm, Rate.Whole);

        static long ListOf(BasketLine line) => line.ListPrice is { } list && line.PriceChange.ApprovedBy.Length == 0
            ? Math.Max(line.Gross.Minor, Rounding.MulDiv(line.Quantity.Thousandths, list.Minor, 1000))
            : line.Gross.Minor;

        static long OffOf(BasketLine line) =>
            ListOf(line) - line.Gross.Minor + (line.Reduction is { ApprovedBy: "" } own ? own.Of(line.Gross).Minor : 0);
    }

    private static Refusal? Check(Reduction reduction, Money on, StaffLimits limits)
    {
        if (CheckReason(reduction.Reason, "reduction.reason") is { } wrong)
            return wrong;
        if ((reduction.Percent is null) == (reduction.Amount is null))
            return new Refusal(RefusalCode.DiscountOutOfRange, "reduction");
        if (reduction.Percent is { Ppm: <= 0 or > Rate.Whole })
            return new Refusal(RefusalCode.DiscountOutOfRange, "reduction.percent_ppm");
        if (reduction.Amount is { } amount && amount.Currency != on.Currency)
            return new Refusal(RefusalCode.CurrencyMismatch, "reduction.amount", $"{amount.Currency}", $"{on.Currency}");
        if (reduction.Amount is { Minor: <= 0 or > BasketLimits.MaxAmountMinor } || reduction.Amount?.Minor > on.Minor)
            return new Refusal(RefusalCode.DiscountOutOfRange, "reduction.amount");
        bool isMuch = reduction.Percent is { } percent
            ? percent.Ppm > limits.Discount.Ppm
            : (Int128)reduction.Amount!.Value.Minor * Rate.Whole > (Int128)on.Minor * limits.Discount.Ppm;
        return isMuch && reduction.ApprovedBy.Length == 0 ? Permissions.Needs(Permission.Discount, Percent(limits.Discount)) : null;
    }

    private static string Percent(Rate rate) => FormattableString.Invariant($"{rate.Ppm / 10_000m:0.##} %");
}
