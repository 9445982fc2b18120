using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>Cash in steps.</summary>
public sealed class CashRoundingTests
{
    [Theory]
    [InlineData("NL", 1000, 1000)] // De Nederlandsche Bank: 1 and 2 down, 3 and 4 up, 6 and 7 down, 8 and 9 up
    [InlineData("NL", 1001, 1000)]
    [InlineData("NL", 1002, 1000)]
    [InlineData("NL", 1003, 1005)]
    [InlineData("NL", 1004, 1005)]
    [InlineData("NL", 1005, 1005)]
    [InlineData("NL", 1006, 1005)]
    [InlineData("NL", 1007, 1005)]
    [InlineData("NL", 1008, 1010)]
    [InlineData("NL", 1009, 1010)]
    [InlineData("NL", -1002, -1000)]
    [InlineData("NL", -1003, -1005)]
    [InlineData("NL", 2, 0)]
    [InlineData("SE", 1049, 1000)] // 1 to 49 öre down, 50 to 99 up
    [InlineData("SE", 1050, 1100)]
    [InlineData("SE", -1049, -1000)]
    [InlineData("SE", -1050, -1100)]
    [InlineData("SE", 49, 0)]
    [InlineData("DK", 1024, 1000)] // 25 øre is nearer to neither and goes up
    [InlineData("DK", 1025, 1050)]
    [InlineData("DK", 1074, 1050)]
    [InlineData("DK", 1075, 1100)]
    [InlineData("DK", -1025, -1050)]
    [InlineData("CH", 1002, 1000)]
    [InlineData("CH", 1003, 1005)]
    [InlineData("CH", 1007, 1005)]
    [InlineData("CH", 1008, 1010)]
    [InlineData("HU", 10_249, 10_000)]
    [InlineData("HU", 10_250, 10_500)]
    [InlineData("NZ", 1004, 1000)]
    [InlineData("NZ", 1006, 1010)]
    [InlineData("DE", 1003, 1003)]
    [InlineData("", 1003, 1003)]
    public void Cash_goes_to_the_nearest_step_of_the_country(string country, long minor, long rounded) =>
        Assert.Equal(rounded, CashRounding.Round(new Money(minor, Goods.Eur), CashRounding.StepOf(country)).Minor);

    [Fact]
    public void It_is_a_whole_number_of_steps_at_most_half_a_step_away_and_the_same_for_what_is_given_back() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.OneOfConst(1, 5, 10, 50, 100, 500)).Sample((minor, step) =>
        {
            long rounded = CashRounding.Round(Goods.Cents(minor), step).Minor;
            Assert.Equal(0, rounded % step);
            Assert.True(Math.Abs(rounded - minor) * 2 <= step);
            Assert.Equal(-rounded, CashRounding.Round(Goods.Cents(-minor), step).Minor);
            Assert.Equal(rounded, CashRounding.Round(Goods.Cents(rounded), step).Minor);
        });
}
