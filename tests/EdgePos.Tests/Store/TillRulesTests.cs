using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

public sealed class TillRulesTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    [Theory]
    // wanted, today, trusted, last -> the date; null: refused
    [InlineData(null, "2026-11-24", true, null, "2026-11-24")]
    [InlineData(null, "2026-11-24", true, "2026-11-23", "2026-11-24")]
    [InlineData(null, "2026-11-24", true, "2026-11-24", "2026-11-24")]
    [InlineData(null, "2026-11-24", true, "2026-11-25", "2026-11-25")] // days never go back
    [InlineData(null, "1970-01-01", false, "2026-11-23", "2026-11-23")]
    [InlineData("2026-11-25", "2026-11-24", true, "2026-11-24", "2026-11-25")] // opened the evening before
    [InlineData("2026-11-26", "2026-11-24", true, "2026-11-24", null)]
    [InlineData("2026-11-26", "1970-01-01", false, "2026-11-24", "2026-11-26")] // the person knows better than the clock
    [InlineData("2026-11-23", "2026-11-24", true, "2026-11-24", null)]
    [InlineData("2020-01-01", "2026-11-24", true, null, "2020-01-01")]
    public void A_business_date_is_decided_at_the_opening(string? wanted, string today, bool trusted, string? last, string? date)
    {
        var result = TillRules.BusinessDate(DateOf(wanted), DateOf(today)!.Value, trusted, DateOf(last));
        Assert.Equal(date, result.Refusal is null ? $"{result.Value:O}" : null);
        Assert.Equal(date is null ? RefusalCode.BusinessDateOutOfRange : null, result.Refusal?.Code);
    }

    [Theory]
    [InlineData(CashMovementKind.PaidIn, 100L, "why", null)]
    [InlineData(CashMovementKind.PaidOut, 1L, "why", null)]
    [InlineData(CashMovementKind.SafeDrop, 50_000L, "", null)]
    [InlineData(CashMovementKind.NoSale, null, "change", null)]
    [InlineData(CashMovementKind.NoSale, 100L, "change", "amount")]
    [InlineData(CashMovementKind.NoSale, null, "", "reason")]
    [InlineData(CashMovementKind.PaidIn, null, "why", "amount")]
    [InlineData(CashMovementKind.PaidIn, 0L, "why", "amount")]
    [InlineData(CashMovementKind.PaidIn, -1L, "why", "amount")]
    [InlineData(CashMovementKind.PaidIn, BasketLimits.MaxAmountMinor, "why", null)]
    [InlineData(CashMovementKind.PaidIn, BasketLimits.MaxAmountMinor + 1, "why", "amount")]
    [InlineData(CashMovementKind.PaidIn, long.MaxValue, "why", "amount")]
    [InlineData(CashMovementKind.PaidOut, 100L, "", "reason")]
    [InlineData(CashMovementKind.PaidOut, 100L, "   ", "reason")]
    [InlineData(CashMovementKind.PaidOut, 100L, "a\u001bb", "reason")]
    public void Cash_moves_with_an_amount_and_a_reason(CashMovementKind kind, long? minor, string reason, string? wrong) =>
        Assert.Equal(wrong, TillRules.CheckMovement(kind, minor is { } m ? new Money(m, Eur) : null, reason, Eur)?.Field);

    [Fact]
    public void Cash_of_another_currency_is_not_taken() => Assert.Equal(RefusalCode.CurrencyMismatch,
        TillRules.CheckMovement(CashMovementKind.PaidIn, new Money(1, Currency.Of("USD")), "why", Eur)?.Code);

    [Theory]
    [InlineData("", null, null, "counted")]
    [InlineData("", 0L, 0L, null)]
    [InlineData("", 12_345L, 12_345L, null)]
    [InlineData("", -1L, null, "counted_total")]
    [InlineData("5000x3 10x7", null, 15_070L, null)]
    [InlineData("5000x3 10x7", 15_070L, 15_070L, null)]
    [InlineData("5000x3 10x7", 15_071L, null, "counted_total")]
    [InlineData("5000x0", null, 0L, null)]
    [InlineData("5000x3 5000x1", null, null, "counted")]
    [InlineData("0x3", null, null, "counted")]
    [InlineData("-5x3", null, null, "counted")]
    [InlineData("100x-1", null, null, "counted")]
    [InlineData("100x9223372036854775807", null, null, "counted")]
    [InlineData("1000000000000x2", null, null, "counted")]
    [InlineData("1000000000000x1 1x1", null, null, "counted_total")] // more than a till holds
    public void A_count_has_one_sum(string counted, long? total, long? sum, string? wrong)
    {
        var cash = counted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('x'))
            .Select(parts => new CountedCash(new Money(long.Parse(parts[0]), Eur), long.Parse(parts[1]))).ToList();
        var result = TillRules.Counted(cash, total is { } t ? new Money(t, Eur) : null, Eur);
        Assert.Equal((sum, wrong), (result.Refusal is null ? result.Value.Minor : null, result.Refusal?.Field));
    }

    [Fact]
    public void More_denominations_than_there_are_is_refused() => Assert.Equal("counted", TillRules.Counted(
        [.. Enumerable.Range(1, 51).Select(minor => new CountedCash(new Money(minor, Eur), 1))], null, Eur).Refusal?.Field);

    [Theory]
    [InlineData(0, 0, "", null)]
    [InlineData(1, 0, "", RefusalCode.DifferenceUnexplained)]
    [InlineData(-1, 0, "", RefusalCode.DifferenceUnexplained)]
    [InlineData(-1, 0, "coin lost", null)]
    [InlineData(-500, 500, "", null)]
    [InlineData(501, 500, "", RefusalCode.DifferenceUnexplained)]
    [InlineData(0, 0, "a\nb", RefusalCode.FieldInvalid)]
    public void A_difference_wants_a_reason_and_no_more(long minor, long allowed, string reason, RefusalCode? code) =>
        Assert.Equal(code, TillRules.CheckDifference(new Money(minor, Eur), allowed, reason)?.Code);

    [Theory]
    [InlineData("S1-1-T57", true)]
    [InlineData("S1-9999-T1", true)]
    [InlineData("S1-1-57", false)]
    [InlineData("S1-1-TT5", false)]
    [InlineData("S1-1-T0", false)]
    [InlineData("T-T1-T5", false)]
    [InlineData("-T", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_slip_has_a_number_of_its_own(string? text, bool good)
    {
        Assert.Equal(good, SlipNumber.TryParse(text, out var number));
        if (good)
            Assert.Equal(text, number.ToString());
    }

    private static DateOnly? DateOf(string? text) => text is null ? null : DateOnly.ParseExact(text, "O");
}
