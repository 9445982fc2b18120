using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>What every scale gives and refuses, whichever protocol it speaks.</summary>
public sealed class ScaleDriverTests
{
    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task Goods_at_rest_are_weighed_after_they_were_asked_for(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        var before = TimeProvider.System.GetUtcNow();
        bench.Scale.Platform.Put(1235);
        var weighing = (await bench.WeighAsync()).Weighing;
        Assert.NotNull(weighing);
        Assert.Equal((1235, 1235L, 0L), (weighing.NetGrams, weighing.GrossGrams, weighing.TareGrams));
        Assert.True(weighing.TakenAt >= before);
        Assert.Equal(protocol == "dialog06" ? (250L, 309L) : (null, null), (weighing.UnitPriceMinor, weighing.TotalMinor));
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task Goods_that_move_are_weighed_when_they_lie_still(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        bench.Scale.Platform.Unrest = TimeSpan.FromMilliseconds(700);
        bench.Scale.Platform.Put(640);
        var outcome = await bench.WeighAsync();
        if (protocol == "adam") // says nothing while it moves, so the cashier presses again
        {
            Assert.Equal(WeighHindrance.Silent, outcome.None?.Why);
            outcome = await bench.WeighAsync();
        }

        Assert.Equal(640, outcome.Weighing?.NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task Goods_that_never_lie_still_have_no_weight(string protocol)
    {
        await using var bench = new ScaleBench(protocol, ScaleBench.Quick with { SettleWithinMs = 300 });
        await bench.OnlineAsync();
        bench.Scale.Platform.Unrest = TimeSpan.FromHours(1);
        bench.Scale.Platform.Put(640);
        Refused(protocol == "adam" ? WeighHindrance.Silent : WeighHindrance.NotSettled, await bench.WeighAsync());
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task What_may_not_be_sold_is_named(string protocol)
    {
        await using var bench = new ScaleBench(protocol, ScaleBench.Quick with { MinimumGrams = 100 });
        await bench.OnlineAsync();
        foreach (var (grams, why) in new[]
        {
            (0L, WeighHindrance.Zero), (-300, WeighHindrance.BelowZero), (16_000, WeighHindrance.Overload),
            (60, WeighHindrance.BelowMinimum),
        })
        {
            bench.Scale.Platform.Put(grams);
            // ADAM's says nothing where it has nothing to sell; a certified one calls an empty pan too little.
            var expected = protocol == "adam" && grams != 60 ? WeighHindrance.Silent
                : protocol == "dialog06" && why == WeighHindrance.Zero ? WeighHindrance.BelowMinimum
                : why;
            Refused(expected, await bench.WeighAsync());
        }

        Assert.Equal(500, (await bench.PutAndWeighAsync(500)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task The_same_goods_are_weighed_once_until_the_scale_was_empty(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        var first = await bench.PutAndWeighAsync(750);
        for (int i = 0; i < 3; i++)
            Refused(protocol == "adam" ? WeighHindrance.Silent : WeighHindrance.SameWeighing, await bench.WeighOnlineAsync());

        // Taken off, and other goods of the same weight put on: the scale is seen empty without anybody asking.
        bench.Scale.Platform.TakeOff();
        WeighOutcome second;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(600), TimeProvider.System);
            bench.Scale.Platform.Put(750);
            second = await bench.WeighAsync();
            if (second.Weighing is null)
                bench.Scale.Platform.TakeOff();
        }
        while (second.Weighing is null && !ScaleBench.Soon.IsCancellationRequested);
        Assert.True(second.Weighing!.Id > first.Id);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task Packing_that_was_typed_in_is_taken_off(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(500);
        var weighing = (await bench.WeighAsync(tare: 20)).Weighing;
        Assert.Equal((480L, 500L, 20L), (weighing!.NetGrams, weighing.GrossGrams, weighing.TareGrams));
        bench.Scale.Platform.Put(0);
        bench.Scale.Platform.Put(600);
        var none = (await bench.WeighAsync(tare: 900)).None;
        Assert.Contains(none!.Why, (WeighHindrance[])[WeighHindrance.BelowZero, WeighHindrance.BelowMinimum]);
    }

    [Theory]
    [InlineData("toledo-8217")]
    [InlineData("nci")]
    [InlineData("cas-stream")]
    [InlineData("mt-sics")]
    public async Task Packing_is_never_taken_off_twice(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(100);
        Assert.True(bench.Scale.Platform.PressTare());
        bench.Scale.Platform.Put(600);
        Refused(WeighHindrance.TareTwice, await bench.WeighAsync(tare: 20));
        Assert.Equal(500, (await bench.WeighAsync()).Weighing?.NetGrams);
    }

    [Theory]
    [InlineData("toledo-8217")]
    [InlineData("mt-sics")]
    public async Task Zero_and_tare_are_pressed_from_afar_but_not_over_goods_that_were_weighed(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(20);
        await bench.Driver.ZeroAsync(ScaleBench.Soon);
        bench.Scale.Platform.Put(120);
        await bench.Driver.TareAsync(ScaleBench.Soon);
        bench.Scale.Platform.Put(620);
        Assert.Equal(500, (await bench.WeighAsync()).Weighing?.NetGrams);
        var refused = await Assert.ThrowsAsync<DeviceFault>(() => bench.Driver.TareAsync(ScaleBench.Soon));
        Assert.Equal(DeviceFaultKind.Refused, refused.Kind);
        bench.Scale.Platform.Put(20);
        await bench.Driver.ClearTareAsync(ScaleBench.Soon);
        bench.Scale.Platform.Put(620);
        Assert.Equal(600, (await bench.WeighAsync()).Weighing?.NetGrams);
    }

    [Fact]
    public async Task A_scale_that_has_no_such_key_says_so()
    {
        await using var bench = new ScaleBench("cas");
        await bench.OnlineAsync();
        Assert.DoesNotContain("zero", bench.Driver.Capabilities);
        Assert.Contains("no such command", (await Assert.ThrowsAsync<DeviceFault>(() => bench.Driver.ZeroAsync(ScaleBench.Soon))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_is_looked_at_only_while_somebody_watches()
    {
        await using var bench = new ScaleBench("toledo-8217");
        await bench.OnlineAsync();
        var events = bench.Feed.Watch(after: null)!;
        long asked = bench.Scale.Port.BytesTaken;
        bench.Scale.Platform.Put(300);
        Assert.Equal(asked, bench.Scale.Port.BytesTaken);
        bench.Driver.IsWatched = true;
        Assert.Equal(new WeightChanged(300, ""), (await events.ReadAsync(ScaleBench.Soon)).Fact);
        bench.Scale.Platform.Put(-300);
        Assert.Equal(new WeightChanged(null, "the scale shows less than nothing"), (await events.ReadAsync(ScaleBench.Soon)).Fact);
        bench.Scale.Platform.TakeOff();
        Assert.Equal(new WeightChanged(0, ""), (await events.ReadAsync(ScaleBench.Soon)).Fact);
        bench.Driver.IsWatched = false;
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_test_says_what_the_scale_shows(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(1500);
        string said = await bench.Driver.TestAsync(ScaleBench.Soon);
        Assert.Equal(
            protocol switch
            {
                "adam" => "the scale answers: the scale gives no weight",
                "dialog06" => "the scale answers: the scale weighs with a price only",
                _ => "the scale shows 1.500 kg",
            },
            said);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0x18005)]
    public async Task A_certified_scale_refuses_a_box_without_its_key(int? key)
    {
        await using var bench = new ScaleBench("dialog06", ScaleBench.Quick with { Dialog06Key = key });
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(500);
        Refused(WeighHindrance.KeyRefused, await bench.WeighAsync());
        Assert.Equal(DeviceState.Error, bench.Driver.Health.State);
    }

    [Fact]
    public async Task A_scale_that_asks_for_no_proof_gets_none()
    {
        await using var bench = new ScaleBench("dialog06", ScaleBench.Quick with { Dialog06Key = null }, keyOfScale: null);
        Assert.Equal(500, (await bench.PutAndWeighAsync(500)).NetGrams);
    }

    [Fact]
    public async Task A_scale_that_computes_prices_wants_one()
    {
        await using var bench = new ScaleBench("dialog06");
        await bench.OnlineAsync();
        bench.Scale.Platform.Put(500);
        Refused(WeighHindrance.PriceRefused, await bench.Driver.WeighAsync(new WeighRequest(), ScaleBench.Soon));
        Refused(WeighHindrance.PriceRefused, await bench.Driver.WeighAsync(new WeighRequest(0, 1_000_000), ScaleBench.Soon));
        Refused(WeighHindrance.TareRefused, await bench.Driver.WeighAsync(new WeighRequest(3, 250), ScaleBench.Soon)); // not in its steps
    }

    [Fact]
    public void A_protocol_that_does_not_exist_is_refused_with_those_that_do()
    {
        Assert.True(LinkAddress.TryParse("tcp://127.0.0.1:1", out var address, out _));
        using var hotPlug = new HotPlug("/nowhere");
        var around = new DeviceSurroundings(new DeviceFeed(TimeProvider.System), hotPlug, TimeProvider.System, () => new Random(1));
        var description = new DeviceDescription("scale", DeviceClass.Scale, "abacus", "");
        Assert.Contains("mt-sics", Assert.Throws<ArgumentException>(() => new ScaleDriver(description, address, new(), around)).Message,
            StringComparison.Ordinal);
    }

    private static void Refused(WeighHindrance why, WeighOutcome outcome)
    {
        Assert.Null(outcome.Weighing);
        Assert.Equal(why, outcome.None!.Why);
        Assert.NotEqual("", outcome.None.Sentence);
        Assert.NotEqual("", outcome.None.Advice);
    }
}
