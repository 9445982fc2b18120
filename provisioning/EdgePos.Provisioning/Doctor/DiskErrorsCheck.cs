using System.Text.RegularExpressions;

namespace EdgePos.Provisioning;

/// <summary>Errors of disks that the kernel has told of since it was started.</summary>
internal static partial class DiskErrorsCheck
{
    private const int LongestShown = 120;

    public static Finding Look(Patient patient)
    {
        var lines = patient.Machine.KernelLog().Split('\n').Where(line => DiskError().IsMatch(line)).ToList();
        return lines.Count == 0 ? Finding.Well("the kernel has told of none since it was started")
            : Finding.Bad($"the kernel told {Shown.Count(lines.Count, "time", "times")} of errors, last: {Short(lines[^1])}",
                "take a copy now (edgeposctl ledger backup FILE, on another disk), look at cable and power, and change the card or disk")
                with
            {
                Figures = new Dictionary<string, long> { ["lines"] = lines.Count },
            };
    }

    private static string Short(string line)
    {
        string plain = Level().Replace(line, "");
        return plain.Length > LongestShown ? plain[..LongestShown] : plain;
    }

    // As block/blk-core.c, fs/buffer.c, fs/ext4/super.c and drivers/mmc/core say it. Drives without a medium say so all the time.
    [GeneratedRegex(@"I/O error, dev (?!fd|sr)|I/O error on dev(ice)? (?!fd|sr)|EXT4-fs error|mmc\d+: .*(error -\d+|timeout)",
        RegexOptions.IgnoreCase)]
    private static partial Regex DiskError();

    [GeneratedRegex("^<\\d+>")]
    private static partial Regex Level();
}
