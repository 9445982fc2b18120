using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>Dividing to the cent.</summary>
public sealed class SharesTests
{
    private static readonly Gen<long[]> Weights = Gen.OneOf(Gen.Long[0, 5], Gen.Long[0, 1_000_000_000_000]).Array[1, 30];

    public static TheoryData<long, long[], long[]> Table() => new()
    {
        { 100, [1, 1, 1], [34, 33, 33] },
        { 2, [1, 1, 1], [1, 1, 0] },
        { -100, [1, 1, 1], [-34, -33, -33] },
        { 10, [0, 1, 0, 1], [0, 5, 0, 5] },
        { 10, [1, 2], [3, 7] },
        { 1, [1, 2], [0, 1] },
        { 7, [0, 0], [7, 0] },
        { 0, [3, 4], [0, 0] },
        { 5, [], [] },
        { long.MaxValue, [1, 1], [(long.MaxValue / 2) + 1, long.MaxValue / 2] },
        { long.MaxValue, [long.MaxValue, long.MaxValue], [(long.MaxValue / 2) + 1, long.MaxValue / 2] },
    };

    [Theory, MemberData(nameof(Table))]
    public void Who_lost_most_by_rounding_down_gets_the_cents_that_are_left(long minor, long[] weights, long[] parts) =>
        Assert.Equal(parts, Shares.Of(minor, weights));

    [Fact]
    public void The_parts_are_the_whole_and_each_is_within_a_cent_of_its_share() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Weights).Sample((minor, weights) =>
        {
            long[] parts = Shares.Of(minor, weights);
            Assert.Equal(minor, parts.Sum());
            var sum = weights.Aggregate(Int128.Zero, (all, weight) => all + weight);
            for (int i = 0; i < parts.Length && sum > 0; i++)
            {
                Assert.True(Int128.Abs((parts[i] * sum) - ((Int128)minor * weights[i])) < sum, $"part {i}");
                Assert.True(weights[i] > 0 || parts[i] == 0, "no weight, no part");
            }
        });

    [Fact]
    public void Parts_of_one_weight_differ_by_a_cent_at_most_and_the_first_are_the_larger() =>
        Gen.Select(Gen.Long[-10_000, 10_000], Weights).Sample((minor, weights) =>
        {
            if (weights.All(weight => weight == 0))
                return;
            var parts = Shares.Of(minor, weights).Select((part, i) => (Part: Math.Abs(part), Weight: weights[i]));
            foreach (var alike in parts.GroupBy(one => one.Weight))
            {
                Assert.True(alike.First().Part - alike.Last().Part <= 1);
                Assert.Equal(alike.Select(one => one.Part).OrderDescending(), alike.Select(one => one.Part));
            }
        });

    [Fact]
    public void The_order_of_the_weights_makes_no_difference_but_where_unequal_ones_lost_alike() =>
        Gen.Select(Gen.Long[-10_000, 10_000], Weights, Gen.Int).Sample((minor, weights, seed) =>
        {
            var sum = weights.Aggregate(Int128.Zero, (all, weight) => all + weight);
            var lost = weights.Distinct().Select(weight => sum == 0 ? 0 : (Int128)Math.Abs(minor) * weight % sum).ToList();
            if (sum == 0 || lost.Count != lost.Distinct().Count())
                return;
            long[] shuffled = [.. weights.OrderBy(weight => HashCode.Combine(weight, seed))];
            static IEnumerable<(long, long)> By(long[] weights, long[] parts) => weights.Zip(parts).Order();
            Assert.Equal(By(weights, Shares.Of(minor, weights)), By(shuffled, Shares.Of(minor, shuffled)));
        });

    [Fact]
    public void What_comes_back_divides_as_what_was_sold() => Gen.Select(Gen.Long[0, 1_000_000], Weights).Sample((minor, weights) =>
        Assert.Equal(Shares.Of(minor, weights).Select(part => -part), Shares.Of(-minor, weights)));
}
