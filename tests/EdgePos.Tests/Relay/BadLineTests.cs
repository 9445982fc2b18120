using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>
/// Lines that delay, lose, double and reorder, brokers that acknowledge and forget, programs that are killed, a head office that is
/// restored from a backup: after any schedule head office has the journal, entry by entry and hash by hash. A schedule follows
/// from its seed, which is in its name. EDGEPOS_THOROUGH=1 takes 300 of them; else it is some.
/// </summary>
[Collection(nameof(Alone))]
public sealed class BadLineTests
{
    private const int AtOnce = 8;

    private static readonly int Schedules = Environment.GetEnvironmentVariable("EDGEPOS_THOROUGH") == "1" ? 300 : 27;

    [Fact]
    public async Task After_any_schedule_head_office_has_the_journal()
    {
        int troubles = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, Schedules), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (seed, _) => Interlocked.Add(ref troubles, await RunAsync(seed)));
        Assert.True(troubles > Schedules, $"only {troubles} troubles: the lines were too good");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Schedules} schedules, {troubles} packets had trouble");
    }

    private static async Task<int> RunAsync(int seed)
    {
        var random = new Random(seed);
        var weather = Weather.All[seed % Weather.All.Length];
        string what = $"schedule {seed}, the line {weather.Name}";
        await using var chain = await RelayChain.StartAsync(seed);
        chain.BoxLine.Weather = weather;
        chain.OfficeLine.Weather = weather;
        for (int step = 0; step < 12; step++)
        {
            await chain.SellAsync(random.Next(1, 30));
            await Task.Delay(random.Next(40));
            what += ", " + await StepAsync(chain, random);
        }

        await chain.SettleAsync(what);
        return chain.BoxLine.Troubles + chain.OfficeLine.Troubles;
    }

    private static async Task<string> StepAsync(RelayChain chain, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                await chain.RestartRelayAsync();
                return "the box restarts";
            case 1:
                await chain.RestartBrokerAsync();
                return "the broker is killed";
            case 2:
                await chain.RestartHeadOfficeAsync();
                return "head office restarts";
            case 3:
                chain.BackUpHeadOffice();
                return "a backup";
            case 4:
                await chain.RestoreHeadOfficeAsync();
                return "head office is restored";
            default:
                return "sales";
        }
    }
}
