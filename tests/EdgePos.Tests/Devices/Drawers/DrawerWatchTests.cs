using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Drawers;

/// <summary>What a sensor's levels and our pulses mean.</summary>
public sealed class DrawerWatchTests
{
    // h and l: the sensor's level, p: a pulse, x: the sensor is not seen, ?: time passes; each at a second.
    [Theory]
    [InlineData(true, "l@0 p@10 h@10 l@20", "10:open,asked 20:shut,asked")]
    [InlineData(false, "h@0 p@10 l@10 h@20", "10:open,asked 20:shut,asked")] // a drawer of the other polarity
    [InlineData(true, "l@0 h@10 l@20", "10:open 20:shut")] // with its key
    [InlineData(true, "l@0 p@10 h@13 l@20", "13:open 20:shut")] // long after the pulse: it jammed, and somebody pulled
    [InlineData(true, "h@0 l@5", "5:shut")] // it stood open at the start: only noted
    [InlineData(true, "l@0 x@5 l@9", "")]
    [InlineData(true, "l@0 x@5 h@9", "9:open")] // opened while nobody saw it
    [InlineData(true, "h@0 x@5 ?@200 h@210 ?@270", "270:left270")]
    [InlineData(true, "l@0 h@10 ?@69 ?@70 ?@129 ?@130 l@131 ?@300", "10:open 70:left60 130:left120 131:shut")]
    [InlineData(true, "h@0 ?@60", "60:left60")]
    [InlineData(null, "l@0 p@1 h@1 l@5 ?@100", "")] // the polarity is not known
    public void Levels_and_pulses_are_openings(bool? openLevel, string story, string expected)
    {
        var watch = new DrawerWatch(new DrawerSettings { OpenLevel = openLevel });
        var told = new List<string>();
        foreach (string part in story.Split(' '))
        {
            int second = int.Parse(part[2..]);
            var now = TimeSpan.FromSeconds(second);
            if (part[0] == 'p')
                watch.Pulsed(now);
            else if (part[0] == 'x')
                watch.Lost();
            else if (part[0] == '?' && watch.Look(now) is { } left)
                told.Add($"{second}:left{left.Seconds}");
            else if (part[0] is 'h' or 'l' && watch.Level(part[0] == 'h', now) is { } moved)
                told.Add($"{second}:{(moved.IsOpen ? "open" : "shut")}{(moved.WasAsked ? ",asked" : "")}");
        }

        Assert.Equal(expected, string.Join(' ', told));
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    [InlineData(null, true, null)]
    [InlineData(true, null, null)]
    public void The_level_that_a_pulse_brings_is_open(bool? shut, bool? after, bool? open)
    {
        var learnt = DrawerPolarity.Of(shut, after);
        Assert.Equal(open, learnt.OpenLevel);
        Assert.NotEqual("", learnt.Advice);
    }
}
