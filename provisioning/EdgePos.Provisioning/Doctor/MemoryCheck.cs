using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>Memory that programs can still get. Source: proc_meminfo(5).</summary>
internal static class MemoryCheck
{
    private const int LowPercent = 10, LastPercent = 3;

    public static Finding Look(Patient patient)
    {
        var lines = (patient.Machine.Read("/proc/meminfo") ?? "").Split('\n');
        if (Of(lines, "MemTotal:") is not { } all || Of(lines, "MemAvailable:") is not { } left || all <= 0)
            return Finding.NotSeen("the kernel does not say how much there is");
        string seen = $"{Shown.Size(left)} of {Shown.Size(all)} can be had";
        const string advice = "look which program takes it (top, then M): a box needs little, and what needs much does not belong on it";
        double percent = 100.0 * left / all;
        return (percent < LastPercent ? Finding.Bad(seen, advice) : percent < LowPercent ? Finding.Look(seen, advice) : Finding.Well(seen))
            with
        { Figures = new Dictionary<string, long> { ["available_bytes"] = left, ["bytes"] = all } };
    }

    // Bytes; the kernel counts in KiB.
    private static long? Of(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim().Split(' ')
            is [var number, ..] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kib) ? kib * 1024 : null;
}
