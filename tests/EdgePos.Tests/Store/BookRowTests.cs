using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What an item costs whom and when.</summary>
public sealed class BookRowTests
{
    private static readonly BookRow Row = new(At(1_000))
    {
        Prices = [Price("", 100, 200, 900), Price("", 200, 300, 800), Price("CLUB", 150, 0, 700), Price("STAFF", 0, 150, 600)],
    };

    [Theory]
    [InlineData(0, "", 1_000)]
    [InlineData(99, "", 1_000)]
    [InlineData(100, "", 900)]
    [InlineData(199, "", 900)]
    [InlineData(200, "", 800)]
    [InlineData(299, "", 800)]
    [InlineData(300, "", 1_000)]
    [InlineData(149, "CLUB", 900)]
    [InlineData(150, "CLUB", 700)]
    [InlineData(long.MaxValue, "CLUB", 700)]
    [InlineData(0, "STAFF", 600)]
    [InlineData(149, "STAFF", 600)]
    [InlineData(150, "STAFF", 900)]
    [InlineData(300, "STAFF", 1_000)]
    [InlineData(150, "club", 900)]
    public void A_price_holds_from_its_first_moment_to_just_before_its_last(long us, string group, long minor) =>
        Assert.Equal(minor, Row.PriceAt(us, group)?.Minor);

    [Fact]
    public void An_item_without_a_price_has_one_while_a_price_holds()
    {
        var row = Row with { Item = Row.Item with { Price = null } };
        Assert.Null(row.PriceAt(99, ""));
        Assert.Equal(900, row.PriceAt(100, "")?.Minor);
    }

    [Fact]
    public void Two_prices_overlap_where_both_hold_at_some_moment() =>
        Gen.Select(Gen.Long[0, 8], Gen.Long[0, 8], Gen.Long[0, 8], Gen.Long[0, 8]).Sample((from, until, otherFrom, otherUntil) =>
        {
            if ((until != 0 && until <= from) || (otherUntil != 0 && otherUntil <= otherFrom))
                return;
            var (one, other) = (Price("", from, until, 1), Price("", otherFrom, otherUntil, 2));
            bool both = Enumerable.Range(0, 20).Any(us => one.HoldsAt(us) && other.HoldsAt(us));
            Assert.Equal((both, both), (one.Overlaps(other), other.Overlaps(one)));
            Assert.False(one.Overlaps(other with { Group = "CLUB" }));
        });

    private static ListPrice Price(string group, long from, long until, long minor) => new(group, from, until, Cents(minor));
}
