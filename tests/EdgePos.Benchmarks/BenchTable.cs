using System.Text.Json;

namespace EdgePos.Benchmarks;

/// <summary>What a ratio must be.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="AtLeast">True: at least so much; false: at most.</param>
internal sealed record Goal(double Bound, bool AtLeast)
{
    public bool IsMetBy(double ratio) => AtLeast ? ratio >= Bound : ratio <= Bound;

    public override string ToString() => $"{(AtLeast ? ">=" : "<=")} {Bound}";

    public static Goal Least(double bound) => new(bound, AtLeast: true);

    public static Goal Most(double bound) => new(bound, AtLeast: false);
}

/// <summary>Figures of ours, each held to a limit that was measured in the same run.</summary>
internal sealed class BenchTable
{
    private readonly List<Row> _rows = [];

    private sealed record Row(string Name, double Value, string Unit, double Limit, double Ratio, Goal? Goal);

    /// <summary>True where every goal is met.</summary>
    public bool AllMet => _rows.All(row => row.Goal?.IsMetBy(row.Ratio) != false);

    /// <summary>Adds a row and prints it.</summary>
    /// <param name="name">What was measured, and what it is held to.</param>
    /// <param name="ratios">Ours to the limit, of each round; the median counts.</param>
    public void Add(string name, string unit, double value, double limit, IReadOnlyList<double> ratios, Goal? goal = null)
    {
        double ratio = Median(ratios);
        _rows.Add(new Row(name, value, unit, limit, ratio, goal));
        string verdict = goal is null ? "" : $"goal {goal}: {(goal.IsMetBy(ratio) ? "met" : "NOT MET")}";
        Console.WriteLine($"{name,-74} {value,10:0.0} to {limit,10:0.0} {unit,-12} "
            + $"ratio {ratio,6:0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}) {verdict}");
    }

    /// <summary>Adds a row of two figures that need no rounds.</summary>
    public void Add(string name, string unit, double value, double limit, Goal? goal = null) =>
        Add(name, unit, value, limit, [value / limit], goal);

    /// <summary>Writes the rows as JSON: name, value, unit, limit, ratio, goal, met.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in _rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteNumber("value", Math.Round(row.Value, 2));
            json.WriteString("unit", row.Unit);
            json.WriteNumber("limit", Math.Round(row.Limit, 2));
            json.WriteNumber("ratio", Math.Round(row.Ratio, 3));
            if (row.Goal is { } goal)
            {
                json.WriteString("goal", goal.ToString());
                json.WriteBoolean("met", goal.IsMetBy(row.Ratio));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    public static double Percentile(IEnumerable<double> values, int percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
