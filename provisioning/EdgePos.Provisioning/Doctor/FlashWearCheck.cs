using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>How far an eMMC is worn, as it says of itself. Source: JEDEC JESD84-B51, EXT_CSD 267 to 269.</summary>
internal static class FlashWearCheck
{
    private const int TenPercent = 10, SpentLife = 0x0B, WornLife = 0x09;
    private const int FewSpareBlocks = 2, LastSpareBlocks = 3;

    private const string ChangeIt =
        "change it soon: take a copy first (edgeposctl ledger backup FILE), and put logs elsewhere on the next one";

    public static Finding Look(Patient patient)
    {
        var machine = patient.Machine;
        var disks = machine.In("/sys/block", "mmcblk*").Where(disk => Path.GetFileName(disk)["mmcblk".Length..].All(char.IsAsciiDigit))
            .Select(disk => Of(machine, disk)).ToList();
        return disks.Count == 0 ? Finding.NotSeen("this machine has no eMMC and no SD card")
            : disks.MaxBy(one => one.State)! with { Seen = string.Join("; ", disks.Select(one => one.Seen)) };
    }

    private static Finding Of(Machine machine, string disk)
    {
        string name = Path.GetFileName(disk);
        string? life = machine.Read($"{disk}/device/life_time"), spare = machine.Read($"{disk}/device/pre_eol_info");
        if (life is null && spare is null)
            return Finding.NotSeen($"{name} is an SD card, which does not tell: have a spare one ready");
        int worst = (life ?? "").Split(' ').Select(Hex).Max(), blocks = Hex(spare ?? "");
        if (worst <= 0 && blocks <= 0)
            return Finding.NotSeen($"{name} does not tell how far it is worn (life_time '{life}', pre_eol_info '{spare}')");
        string seen = worst >= SpentLife ? $"{name} has outlived what it was made for"
            : worst > 0 ? $"{name} has used up to {worst * TenPercent} % of its life" : $"{name} does not tell its life";
        string spares = blocks switch
        {
            >= LastSpareBlocks => ", and 9 in 10 of its spare blocks",
            FewSpareBlocks => ", and 8 in 10 of its spare blocks",
            _ => "",
        };
        return (worst >= SpentLife || blocks >= LastSpareBlocks ? Finding.Bad(seen + spares, ChangeIt)
            : worst >= WornLife || blocks == FewSpareBlocks ? Finding.Look(seen + spares, ChangeIt)
            : Finding.Well(seen)) with
        {
            Figures = new Dictionary<string, long> { ["life_used_percent"] = Math.Max(worst, 0) * TenPercent },
        };
    }

    // -1: it is no number.
    private static int Hex(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        && byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte number) ? number : -1;
}
