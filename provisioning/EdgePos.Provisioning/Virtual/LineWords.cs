using System.Globalization;
using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>A word that can be typed at a virtual device.</summary>
/// <param name="Name">The word.</param>
/// <param name="Help">What it does, with what follows it, e.g. "weight 1.250".</param>
/// <param name="Do">Does it with what followed; gives what came of it, or null where that does not read.</param>
internal sealed record VirtualWord(string Name, string Help, Func<string[], string?> Do);

/// <summary>The faults of a virtual device's line, as words.</summary>
internal static class LineWords
{
    public static IEnumerable<VirtualWord> Of(VirtualPort port)
    {
        var faults = port.Faults;
        yield return new("cut", "cut [bytes]: pulls the cable now, or when it has taken so many more bytes", args => args switch
        {
            [] => Done(port.Cut, "the cable was pulled and is in again"),
            [var bytes] when Number(bytes) is { } count =>
                Done(() => faults.CutAfterTaken(count), $"the cable will be cut after {count} bytes"),
            _ => null,
        });
        yield return new("off", "off: switches the device off", args => args is [] ? Done(port.SwitchOff, "off") : null);
        yield return new("on", "on: switches it on", args => args is [] ? Done(port.SwitchOn, "on") : null);
        yield return new("silent", "silent: it takes all and answers nothing, until typed again", args => args is []
            ? (faults.Silent = !faults.Silent) ? "it answers nothing" : "it answers" : null);
        yield return new("double", "double: it says everything twice, until typed again", args => args is []
            ? (faults.Duplicate = !faults.Duplicate) ? "it says everything twice" : "it says everything once" : null);
        yield return new("garbage", "garbage: its bytes arrive spoiled, until typed again", args => args is []
            ? (faults.Garble = faults.Garble is null ? LineFaults.ParityAsData : null) is null
                ? "its bytes arrive as they are" : "its bytes arrive spoiled"
            : null);
        yield return new("late", "late MS: answers come so much later", args => args is [var ms] && Number(ms) is { } late
            ? Done(() => faults.Late = TimeSpan.FromMilliseconds(late), $"answers come {late} ms late") : null);
        yield return new("slow", "slow MS: so long between two bytes", args => args is [var ms] && Number(ms) is { } pause
            ? Done(() => faults.Pause = TimeSpan.FromMilliseconds(pause), $"{pause} ms between two bytes") : null);
    }

    /// <summary>Does something and says a sentence.</summary>
    public static string Done(Action what, string sentence)
    {
        what();
        return sentence;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
