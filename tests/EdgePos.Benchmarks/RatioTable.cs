using System.Text.Json;

namespace EdgePos.Benchmarks;

/// <summary>Pairs of ours and a limit, taken turn by turn, so that whatever else the machine does hits both.</summary>
/// <param name="rounds">Rounds of each pair, after one that does not count.</param>
internal sealed class RatioTable(int rounds, TimeProvider time)
{
    private readonly List<Row> _rows = [];

    private sealed record Row(
        string Name, string Means, double Median, double Lowest, double Highest, double OurMicros, double LimitMicros);

    /// <summary>Measures a pair and prints its row.</summary>
    /// <param name="means">What the ratio says.</param>
    /// <param name="ours">Does something so many times as it returns.</param>
    /// <param name="limit">Does the thing it is held to, so many times as it returns.</param>
    public async Task AddAsync(string name, string means, Func<Task<int>> ours, Func<Task<int>> limit)
    {
        var pairs = new List<(double Ours, double Limit)>();
        for (int round = 0; round <= rounds; round++)
        {
            var pair = (Ours: await MicrosAsync(ours), Limit: await MicrosAsync(limit));
            if (round > 0)
                pairs.Add(pair);
        }

        var ratios = pairs.Select(pair => pair.Ours / pair.Limit).Order().ToList();
        var row = new Row(name, means, Middle(ratios), ratios[0], ratios[^1],
            Middle(pairs.Select(pair => pair.Ours).Order().ToList()), Middle(pairs.Select(pair => pair.Limit).Order().ToList()));
        _rows.Add(row);
        Console.WriteLine($"{row.Name,-26} {row.Median,7:0.00} ({row.Lowest:0.00} to {row.Highest:0.00})   "
            + $"{row.OurMicros,9:0.0} us to {row.LimitMicros,9:0.0} us   {row.Means}");
    }

    /// <summary>Writes the rows as JSON.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in _rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteString("means", row.Means);
            json.WriteNumber("ratio", Math.Round(row.Median, 3));
            json.WriteNumber("lowest", Math.Round(row.Lowest, 3));
            json.WriteNumber("highest", Math.Round(row.Highest, 3));
            json.WriteNumber("ourMicros", Math.Round(row.OurMicros, 1));
            json.WriteNumber("limitMicros", Math.Round(row.LimitMicros, 1));
            json.WriteNumber("rounds", rounds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task<double> MicrosAsync(Func<Task<int>> work)
    {
        long began = time.GetTimestamp();
        int times = await work();
        return time.GetElapsedTime(began).TotalMicroseconds / times;
    }

    private static double Middle(IReadOnlyList<double> sorted) => sorted[sorted.Count / 2];
}
