using EdgePos.Store;
using EdgePos.V1;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Provisioning;

/// <summary>The registers of the box, and their certificates.</summary>
internal static class RegisterFinding
{
    /// <summary>Of those that the box lists.</summary>
    public static Finding Of(ListRegistersResponse answer, BoxStatus box, DateTimeOffset now)
    {
        var paired = answer.Registers.Where(one => one.RevokedAtUs == 0).ToList();
        var ended = paired.Where(one => one.ValidUntilUs < now.ToUs()).ToList();
        int connected = paired.Count(one => one.Connections > 0);
        string strangers = box.StrangersRefused == 0 ? "" : $"; {Shown.Count(box.StrangersRefused, "stranger", "strangers")} refused";
        string seen = paired.Count == 0 ? "none is paired" : $"{paired.Count} paired, {connected} connected";
        return new Finding("registers", ended.Count > 0 ? Look : Well,
            seen + (ended.Count == 0 ? "" : $"; the certificate has ended of {string.Join(", ", ended.Select(Words))}") + strangers,
            ended.Count == 0 ? ""
            : $"pair it again (edgeposctl registers pair NAME --number {ended[0].Register}), or shut it out where it is gone (revoke)")
        {
            Figures = new Dictionary<string, long>
            {
                ["paired"] = paired.Count,
                ["connected"] = connected,
                ["certificate_ended"] = ended.Count,
                ["strangers_refused"] = box.StrangersRefused,
            },
        };
    }

    private static string Words(PairedRegisterRow one) =>
        $"{one.Register} ({one.Name}, on {Shown.Day(Shown.Time(one.ValidUntilUs))})";
}
