using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>A line of a panel; see <see cref="SignalLine"/>.</summary>
public sealed class SignalLineOptions
{
    /// <summary>Its number on the chip, from 0.</summary>
    public int Line { get; set; } = -1;

    /// <summary>Button, Lamp or Buzzer.</summary>
    public SignalKind Kind { get; set; }

    /// <summary>Whether low is on; not said: a button is pressed at low, a lamp is lit at high.</summary>
    public bool? ActiveLow { get; set; }

    internal static IEnumerable<string> Problems(IReadOnlyDictionary<string, SignalLineOptions> lines)
    {
        if (lines.Count is 0 or > 64)
            yield return "Lines must name 1 to 64 lines";
        foreach (var (name, line) in lines.Where(one => one.Value.Line < 0 || !Enum.IsDefined(one.Value.Kind)))
            yield return $"Lines:{name} needs a Line from 0 on, and a Kind of Button, Lamp or Buzzer";
        if (lines.Values.DistinctBy(line => line.Line).Count() < lines.Count)
            yield return "Lines: two have the same number";
    }

    internal static SignalSettings ToSettings(IReadOnlyDictionary<string, SignalLineOptions> lines) => new()
    {
        Lines = [.. lines.Select(one => new SignalLine(one.Key, one.Value.Line, one.Value.Kind) { IsActiveLow = one.Value.ActiveLow })],
    };
}
