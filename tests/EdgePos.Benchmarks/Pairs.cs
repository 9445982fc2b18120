namespace EdgePos.Benchmarks;

/// <summary>Ours and a limit, taken turn by turn, so that whatever else the machine does hits both.</summary>
/// <param name="rounds">Rounds of each pair, after one that does not count.</param>
internal sealed class Pairs(BenchTable table, int rounds, TimeProvider time)
{
    /// <summary>Operations a second of ours to those of the limit.</summary>
    /// <param name="ours">Does something so many times as it returns.</param>
    /// <param name="limit">Does what it is held to, so many times as it returns.</param>
    public async Task SpeedAsync(string name, string unit, Func<Task<int>> ours, Func<Task<int>> limit, Goal? goal = null)
    {
        var pairs = await RunAsync(async () => 1e6 / await MicrosAsync(ours), async () => 1e6 / await MicrosAsync(limit));
        Add(name, unit, pairs, goal);
    }

    /// <summary>Time of one operation of ours to one of the limit.</summary>
    public async Task TimeAsync(string name, Func<Task<int>> ours, Func<Task<int>> limit, Goal? goal = null) =>
        Add(name, "us", await RunAsync(() => MicrosAsync(ours), () => MicrosAsync(limit)), goal);

    /// <summary>Figures that were measured by other means, ours to the limit.</summary>
    public async Task FiguresAsync(string name, string unit, Func<Task<double>> ours, Func<Task<double>> limit, Goal? goal = null) =>
        Add(name, unit, await RunAsync(ours, limit), goal);

    /// <summary>Microseconds of one operation.</summary>
    public async Task<double> MicrosAsync(Func<Task<int>> work)
    {
        long began = time.GetTimestamp();
        int times = await work();
        return time.GetElapsedTime(began).TotalMicroseconds / times;
    }

    private void Add(string name, string unit, IReadOnlyList<(double Ours, double Limit)> pairs, Goal? goal) => table.Add(
        name, unit, BenchTable.Median(pairs.Select(pair => pair.Ours)), BenchTable.Median(pairs.Select(pair => pair.Limit)),
        [.. pairs.Select(pair => pair.Ours / pair.Limit)], goal);

    private async Task<IReadOnlyList<(double Ours, double Limit)>> RunAsync(Func<Task<double>> ours, Func<Task<double>> limit)
    {
        var pairs = new List<(double, double)>();
        for (int round = 0; round <= rounds; round++)
        {
            var pair = (await ours(), await limit());
            if (round > 0)
                pairs.Add(pair);
        }

        return pairs;
    }
}
