using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

public sealed class MoneyTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    [Theory]
    [InlineData(0, "EUR", "0.00")]
    [InlineData(5, "EUR", "0.05")]
    [InlineData(-5, "EUR", "-0.05")]
    [InlineData(123456, "EUR", "1234.56")]
    [InlineData(1234, "JPY", "1234")]
    [InlineData(1234, "KWD", "1.234")]
    [InlineData(long.MinValue, "EUR", "-92233720368547758.08")]
    public void It_shows_its_own_decimals(long minor, string currency, string text) =>
        Assert.Equal(text, new Money(minor, Currency.Of(currency)).Amount);

    [Fact]
    public void Two_currencies_do_not_add_up() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, Eur) + new Money(1, Currency.Of("GBP")));

    [Fact]
    public void Overflow_throws_and_does_not_wrap() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Eur) + new Money(1, Eur));

    [Fact]
    public void Rounding_is_to_the_nearest_with_halves_away_from_zero() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Long[0, 10_000_000], Gen.Long[1, 10_000_000])
            .Sample((value, factor, divisor) =>
            {
                long rounded = Rounding.MulDiv(value, factor, divisor);
                decimal exact = (decimal)value * factor / divisor;
                Assert.Equal((long)Math.Round(exact, MidpointRounding.AwayFromZero), rounded);
            });
}
