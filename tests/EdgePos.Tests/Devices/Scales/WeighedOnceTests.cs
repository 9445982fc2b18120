using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>No weighing is given twice: between two of them the scale was empty, or other goods came.</summary>
public sealed class WeighedOnceTests
{
    private static readonly ScaleSettings Settings = ScaleBench.Quick;

    // Weights about the limits: empty, near zero, the same, the same within the delta, others, too much and less than nothing.
    private static readonly Gen<long> Grams = Gen.OneOfConst(0L, 4, 5, 500, 505, 515, 520, 1000, 16_000, -300);

    [Fact]
    public void The_rules_give_no_weighing_twice_whatever_is_put_on_and_taken_off() =>
        Gen.Select(Grams, Gen.OneOfConst<WeighHindrance?>(null, null, null, WeighHindrance.InMotion), Gen.Bool).Array[1, 30].Sample(
            steps =>
            {
                var goods = default(GoodsOnScale);
                var record = new Record(Settings);
                foreach (var (grams, hindrance, asks) in steps)
                {
                    var reading = hindrance is { } why ? ScaleReading.No(why) : ScaleReading.Weight(grams);
                    goods = WeighingRules.Saw(goods, reading, Settings);
                    if (hindrance is null)
                        record.Lies(grams);
                    if (!asks || WeighingRules.Hinders(goods, reading, new WeighRequest(), Settings) is not null)
                        continue;
                    goods = new GoodsOnScale(reading.Grams);
                    record.Given(reading.Grams);
                }
            },
            iter: Fuzz.Inputs);

    [Theory]
    [MemberData(nameof(ScaleBench.Protocols), MemberType = typeof(ScaleBench))]
    public async Task A_scale_and_its_driver_give_no_weighing_twice(string protocol) =>
        await Gen.Select(Grams, Gen.Bool).Array[4, 12].SampleAsync(
            async steps =>
            {
                await using var bench = new ScaleBench(protocol, ScaleBench.Quick with { AnswerWithinMs = 150 });
                await bench.OnlineAsync();
                var record = new Record(Settings) { MovedIsEnough = protocol is "adam" or "dialog06" };
                long lies = 0, lastId = 0;
                foreach (var (grams, puts) in steps)
                {
                    if (puts)
                    {
                        bench.Scale.Platform.Put(lies = grams);
                        record.Lies(grams);
                    }

                    if ((await bench.WeighAsync()).Weighing is not { } weighing)
                        continue;
                    Assert.Equal(lies, weighing.NetGrams);
                    Assert.True(weighing.Id > lastId);
                    lastId = weighing.Id;
                    record.Given(weighing.NetGrams);
                }
            },
            iter: protocol == "adam" ? 2 : 6, threads: 3); // each silence of ADAM costs seconds

    // What really happened on the pan, apart from what the driver thinks.
    private sealed class Record(ScaleSettings settings)
    {
        private long? _given;
        private bool _wasEmpty, _moved;

        // A scale that says itself that its goods are new: they were touched, at least.
        public bool MovedIsEnough { get; init; }

        public void Lies(long grams) => (_wasEmpty, _moved) = (_wasEmpty || grams <= settings.NearZeroGrams, true);

        public void Given(long grams)
        {
            Assert.True(grams >= settings.MinimumGrams);
            Assert.True(
                _given is not { } before || _wasEmpty || (MovedIsEnough && _moved) || Math.Abs(before - grams) >= settings.DeltaGrams,
                $"{grams} g were given after {_given} g");
            (_given, _wasEmpty, _moved) = (grams, false, false);
        }
    }
}
