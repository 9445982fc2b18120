using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Signals;

/// <summary>Contacts bounce.</summary>
public sealed class DebounceTests
{
    private static readonly TimeSpan Stays = TimeSpan.FromMilliseconds(30);

    [Theory]
    [InlineData("1@0 ?29", false)]
    [InlineData("1@0 ?30", true)]
    [InlineData("1@0 0@5 1@9 ?38", false)] // it bounced: the time begins anew
    [InlineData("1@0 0@5 1@9 ?39", true)]
    [InlineData("1@0 0@10 ?60", false)] // too short
    [InlineData("1@0 0@60", true)] // long enough, though it was looked at only when it was over
    [InlineData("1@0 ?40 0@50 ?70", true)]
    [InlineData("1@0 ?40 0@50 ?80", false)]
    public void Only_a_level_that_stays_counts(string story, bool expected)
    {
        var debounce = new Debounce(Stays, false);
        foreach (string part in story.Split(' '))
        {
            if (part[0] == '?')
                debounce.Look(Ms(part[1..]));
            else
                debounce.Edge(part[0] == '1', Ms(part[2..]));
        }

        Assert.Equal(expected, debounce.Level);
    }

    [Fact]
    public void Whatever_the_edges_each_change_was_there_for_the_time_and_the_last_level_comes_through() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 60]).Array[0, 40].Sample(
            edges =>
            {
                var debounce = new Debounce(Stays, false);
                int at = 0;
                int news = 0;
                bool last = false;
                foreach (var (level, wait) in edges)
                {
                    at += wait;
                    bool before = debounce.Level;
                    bool isNews = debounce.Edge(level, Ms(at));
                    Assert.Equal(isNews, before != debounce.Level);
                    news += isNews ? 1 : 0;
                    last = level;
                }

                debounce.Look(Ms(at + 30));
                Assert.Equal(last, debounce.Level);
                Assert.Null(debounce.CountsAt);
                Assert.InRange(news, 0, at / 30);
            }, iter: Fuzz.Inputs);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static TimeSpan Ms(string milliseconds) => Ms(int.Parse(milliseconds));
}
