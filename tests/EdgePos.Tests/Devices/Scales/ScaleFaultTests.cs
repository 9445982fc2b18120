using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Every protocol with every fault of its line: a right weight, or none.</summary>
public sealed class ScaleFaultTests
{
    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_cable_that_is_cut_at_any_byte_of_an_answer_gives_no_weight_and_the_next_try_does(string protocol) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (bytes, _) =>
        {
            await using var bench = new ScaleBench(protocol);
            await bench.PutAndWeighAsync(900);
            bench.Scale.Platform.Put(450);
            bench.Scale.Port.Faults.CutAfterSent(bytes);
            var outcome = await bench.WeighAsync();
            Assert.True(outcome.None?.Why == WeighHindrance.Offline || outcome.Weighing?.NetGrams == 450, $"{bytes}: {outcome}");
            Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
        });

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_scale_that_was_switched_off_and_on_is_found_again(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.PutAndWeighAsync(900);
        bench.Scale.Port.PowerCycle();
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
        bench.Scale.Port.SwitchOff();
        await bench.UntilAsync(() => bench.Driver.Health.State == DeviceState.Offline);
        Assert.Equal(WeighHindrance.Offline, (await bench.WeighAsync()).None?.Why);
        bench.Scale.Port.SwitchOn();
        Assert.Equal(440, (await bench.PutAndWeighAsync(440)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_slow_line_is_waited_for(string protocol)
    {
        await using var bench = new ScaleBench(protocol, ScaleBench.Quick with { AnswerWithinMs = 3000 });
        // One that sends by itself has to be through with a line before the next one.
        bench.Scale.Port.Faults.Pause = TimeSpan.FromMilliseconds(protocol == "cas-stream" ? 2 : 10);
        Assert.Equal(900, (await bench.PutAndWeighAsync(900)).NetGrams);
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_line_that_is_set_wrongly_is_named_and_weighs_nothing(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.OnlineAsync();
        // 7E1 read as 8N1, and as if the parity had been set wrongly for every byte: no protocol has a byte of it.
        bench.Scale.Port.Faults.Garble = one => (byte)(LineFaults.ParityAsData(one) | 0x80);
        bench.Scale.Platform.Put(900);
        var none = (await bench.WeighAsync()).None;
        Assert.Equal(WeighHindrance.NoSense, none?.Why);
        Assert.Contains("7E1", none!.Sentence, StringComparison.Ordinal);
        Assert.Contains("speed and format", bench.Driver.Health.Advice, StringComparison.Ordinal);
        Assert.Equal(DeviceState.Error, bench.Driver.Health.State);

        bench.Scale.Port.Faults.Garble = null;
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
        Assert.Equal(DeviceState.Online, bench.Driver.Health.State);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task An_answer_that_comes_twice_is_one_weighing(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        bench.Scale.Port.Faults.Duplicate = true;
        Assert.Equal(900, (await bench.PutAndWeighAsync(900)).NetGrams);
        Assert.Null((await bench.WeighAsync()).Weighing);
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
        Assert.Equal(440, (await bench.PutAndWeighAsync(440)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_scale_that_never_answers_weighs_nothing(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.PutAndWeighAsync(900);
        bench.Scale.Port.Faults.Silent = true;
        bench.Scale.Platform.Put(330);
        Assert.Equal(protocol == "adam" ? WeighHindrance.Silent : WeighHindrance.Offline, (await bench.WeighAsync()).None?.Why);
        bench.Scale.Port.Faults.Silent = false;
        Assert.Equal(440, (await bench.PutAndWeighAsync(440)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_late_answer_in_time_is_an_answer_and_one_after_its_time_is_nobodys(string protocol)
    {
        await using var bench = new ScaleBench(protocol);
        await bench.PutAndWeighAsync(900);
        bench.Scale.Port.Faults.Late = TimeSpan.FromMilliseconds(150);
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
        if (protocol == "cas-stream")
            return; // its lines say nothing of when they left, and no real line holds them back

        bench.Scale.Port.Faults.Late = TimeSpan.FromMilliseconds(900);
        bench.Scale.Platform.Put(440);
        Assert.Null((await bench.WeighAsync()).Weighing);
        bench.Scale.Platform.Put(550); // the answer for 440 is still on its way
        bench.Scale.Port.Faults.Late = TimeSpan.Zero;
        Assert.Equal(660, (await bench.PutAndWeighAsync(660)).NetGrams);
    }

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_scale_on_a_serial_line_comes_back_when_its_plug_does(string protocol)
    {
        await using var bench = new ScaleBench(protocol, isFile: true);
        Assert.Equal(900, (await bench.PutAndWeighAsync(900)).NetGrams);
        bench.Scale.Port.Cut();
        await bench.UntilAsync(() => bench.Driver.Statistics.All.Any(one => one.Key == DeviceStatistics.CommunicationErrors));
        Assert.Equal(330, (await bench.PutAndWeighAsync(330)).NetGrams);
    }

    [Fact]
    public async Task A_scale_that_sends_by_itself_where_it_should_be_asked_is_told_as_such()
    {
        await using var bench = new ScaleBench("cas-stream");
        using var hotPlug = new HotPlug("/nowhere");
        using var stop = new CancellationTokenSource();
        await using var other = VirtualScale.Start("cas-stream", "0", TimeProvider.System, new Random(1));
        Assert.True(LinkAddress.TryParse(other.Port.Address, out var address, out _));
        var driver = new ScaleDriver(
            new DeviceDescription("scale", DeviceClass.Scale, "mt-sics", ""), address, ScaleBench.Quick,
            new DeviceSurroundings(new DeviceFeed(TimeProvider.System), hotPlug, TimeProvider.System, () => new Random(1)));
        var running = driver.RunAsync(stop.Token);
        await bench.UntilAsync(() => driver.Health.Reason.Contains("make no sense", StringComparison.Ordinal)
            || driver.Health.Reason.Contains("sends without being asked", StringComparison.Ordinal));
        Assert.NotEqual(DeviceState.Online, driver.Health.State);
        await stop.CancelAsync();
        await running;
    }
}
