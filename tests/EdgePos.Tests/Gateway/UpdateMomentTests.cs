using EdgePos.Gateway;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>When an update may be installed, as a table.</summary>
public sealed class UpdateMomentTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);
    private static readonly UpdateWindow Night = new(2 * 60, 5 * 60), OverMidnight = new(23 * 60, 60), None = new(0, 0);

    public static TheoryData<string, int, int, int, string, int, string> Table() => new()
    {
        // window, payments running, payments unknown, open baskets, open tills, untouched minutes, what it waits for; empty: nothing
        { "none 14:00", 0, 0, 0, "", 5, "" },
        { "none 14:00", 0, 0, 0, "", 4, "served within the last 5 minutes" },
        { "none 14:00", 0, 0, 0, "1", 60, "till 1 is open" },
        { "none 14:00", 0, 0, 0, "1 3", 60, "tills 1, 3 are open" },
        { "none 14:00", 0, 0, 1, "", 60, "a basket with goods is open" },
        { "none 14:00", 1, 0, 0, "", 60, "a customer stands at a card terminal" },
        { "none 14:00", 0, 1, 0, "", 60, "nobody knows how a card payment ended" },
        { "none 14:00", 0, 2, 0, "", 60, "nobody knows how 2 card payments ended" },
        { "night 01:59", 0, 0, 0, "1", 60, "it is not between 02:00-05:00" },
        { "night 02:00", 0, 0, 0, "1", 60, "" },
        { "night 04:59", 0, 0, 2, "1 2", 60, "" },
        { "night 05:00", 0, 0, 2, "", 60, "a basket with goods is open, and it is not between 02:00-05:00" },
        { "night 05:00", 0, 0, 0, "", 60, "" },
        { "night 03:00", 0, 0, 0, "1", 1, "served within the last 5 minutes" },
        { "night 03:00", 1, 0, 0, "", 60, "a customer stands at a card terminal" },
        { "night 03:00", 0, 1, 0, "", 60, "nobody knows how a card payment ended" },
        { "midnight 23:30", 0, 0, 0, "1", 60, "" },
        { "midnight 00:59", 0, 0, 0, "1", 60, "" },
        { "midnight 01:00", 0, 0, 0, "1", 60, "till 1 is open" },
    };

    [Theory, MemberData(nameof(Table))]
    public void It_waits_for(string when, int running, int unknown, int baskets, string tills, int untouched, string reason)
    {
        var window = when.Split(' ')[0] switch { "night" => Night, "midnight" => OverMidnight, _ => None };
        var open = tills.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(till => int.Parse(till, null)).ToList();
        string? wait = UpdateMoment.Wait(new CounterMoment(running, unknown, baskets, open, TimeSpan.FromMinutes(untouched)),
            window, TimeSpan.Parse(when.Split(' ')[1], null), Quiet);
        if (reason.Length == 0)
            Assert.Null(wait);
        else
            Assert.Contains(reason, wait, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/lib/edgepos/versions/0.2.0-0123456789ab/edgepos-gateway", "0.2.0")]
    [InlineData("/usr/lib/edgepos/versions/next/edgepos-gateway", null)]
    [InlineData("/home/dev/bin/edgepos-gateway", null)]
    public void The_version_is_that_of_the_package_that_it_runs_from(string program, string? version) =>
        Assert.Equal(version, RunningVersion.Of(program));
}
