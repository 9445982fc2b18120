using EdgePos.V1;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Provisioning;

/// <summary>The link to head office: how it is, what waits, and since when.</summary>
internal static class HeadOfficeFinding
{
    // A link that is well confirms within seconds, also one that is paid for by the byte.
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(10);

    /// <summary>Of a status.</summary>
    public static Finding Of(BoxStatus box, DateTimeOffset now)
    {
        long waiting = box.JournalSeq - box.ConfirmedSeq;
        var since = Shown.Time(box.WaitingSinceUs);
        string why = box.HeadOfficeReason.Length > 0 ? $": {box.HeadOfficeReason.TrimEnd('.')}" : "";
        string waits = waiting == 0 ? "nothing waits"
            : $"{Shown.Count(waiting, "entry waits", "entries wait")}, the oldest since {Shown.Moment(since)} ({Shown.Span(now - since)})";
        bool isLate = waiting > 0 && now - since > TooLong;
        return (box.HeadOffice switch
        {
            LinkState.Off => new Finding("head_office", Well, "none is set up"),
            LinkState.Up => isLate
                ? new("head_office", Look, $"connected, yet {waits}", "ask head office whether its side commits; the box goes on sending")
                : new("head_office", Well, $"connected; {waits}"),
            LinkState.Waiting => new("head_office", Look, $"the broker answers, head office does not{why}; {waits}",
                "ask head office whether its program runs; the box sells on and sends it all later"),
            LinkState.Forked => new("head_office", Bad, $"stopped for good{why}; {waits}",
                "call head office: it has another history of this box; do not start anew before they say so"),
            LinkState.Down or LinkState.Unspecified => new("head_office", Look, $"not connected{why}; {waits}",
                "look at the network: edgeposctl doctor tries the broker's name and port; the box sells on and sends it all later"),
        }) with
        {
            Figures = new Dictionary<string, long>
            {
                ["waiting_entries"] = waiting,
                ["waiting_since_us"] = box.WaitingSinceUs,
                ["confirmed_seq"] = box.ConfirmedSeq,
            },
        };
    }
}
