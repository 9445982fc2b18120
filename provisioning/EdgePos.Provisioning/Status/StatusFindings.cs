using EdgePos.V1;
using Grpc.Core;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Provisioning;

/// <summary>What a picture of a box means to a technician. The first finding says whether the box can sell.</summary>
internal static class StatusFindings
{
    private const string MakeRoom =
        "old logs and other programs' files go first (journalctl --vacuum-size=100M), never a file of the data folder";

    private static readonly TimeSpan SoonEnds = TimeSpan.FromDays(14);

    /// <summary>In the order in which a person wants to know.</summary>
    public static IReadOnlyList<Finding> Of(BoxPicture picture, DateTimeOffset now)
    {
        var findings = new List<Finding> { Selling(picture) };
        if (picture.Status.Value is { } box)
        {
            findings.Add(HeadOfficeFinding.Of(box, now));
            findings.Add(Told("price_book", picture.Prices, Prices));
            findings.AddRange(picture.Devices.Value is { } devices
                ? devices.Devices.Select(DeviceFinding.Of)
                : [Told("devices", picture.Devices, _ => new Finding("devices", Well, ""))]);
            findings.Add(Told("payments", picture.Payments, PaymentFinding.Of));
            findings.Add(Printing(box));
            findings.Add(Disk(box));
            findings.Add(BackupFinding.Of(box, now));
            findings.Add(Clock(box));
            findings.Add(Certificates(box, now));
            findings.Add(Told("registers", picture.Registers, registers => RegisterFinding.Of(registers, box, now)));
            findings.Add(Update(box));
            findings.Add(new Finding("versions", Well, $"daemon {box.Version}, this tool {ToolVersion}"));
        }

        return findings;
    }

    private static string ToolVersion { get; } = typeof(StatusFindings).Assembly.GetName().Version!.ToString(3);

    private static Finding Selling(BoxPicture picture) =>
        picture.IsStuck ? new("sells", Bad, "no: the daemon answers, but its ledger or its counter makes no progress",
            "keep what it said (journalctl -u edgepos), then start it again: systemctl restart edgepos; what was sold is safe")
        : picture.Status.Value!.CannotSell is { Count: > 0 } reasons ? new("sells", Bad,
            $"no: {string.Join("; ", reasons.Select(one => one.Reason))}", string.Join("; and ", reasons.Select(one => one.Advice)))
        : new("sells", Well, "yes");

    private static Finding Prices(ListVersionsResponse prices)
    {
        var current = prices.Versions.FirstOrDefault(version => version.Current);
        string seen = current is null ? "none" : $"{current.Version}, {Shown.Count(current.Items, "item", "items")} in {current.Currency}"
            + (current.MadeCurrentUs > 0 ? $", current since {Shown.Moment(Shown.Time(current.MadeCurrentUs))}" : "");
        return new Finding("price_book", current is null ? Bad : prices.Trouble.Length > 0 ? Look : Well, seen,
            prices.Trouble)
        {
            Figures = new Dictionary<string, long> { ["items"] = current?.Items ?? 0 },
        };
    }

    private static Finding Printing(BoxStatus box)
    {
        var doubtful = box.PrintJobs.Where(job => job.State == PrintState.Unknown).ToList();
        int waiting = box.PrintJobs.Count - doubtful.Count;
        string seen = (waiting == 0 ? "none waits" : Shown.Count(waiting, "job waits", "jobs wait"))
            + (doubtful.Count == 0 ? ""
                : $"; nobody knows whether this is on paper: {string.Join(", ", doubtful.Select(job => job.Title))}")
            + (box.PrinterTrouble.Length == 0 ? "" : $"; {box.PrinterTrouble}");
        return new Finding("print_jobs", doubtful.Count > 0 || box.PrinterTrouble.Length > 0 ? Look : Well, seen,
            doubtful.Count > 0 ? "look at the paper, and say at a register whether each was printed"
            : box.PrinterTrouble.Length > 0 ? "see to the printer: what waits is printed by itself then" : "")
        {
            Figures = new Dictionary<string, long> { ["waiting"] = waiting, ["unknown"] = doubtful.Count },
        };
    }

    private static Finding Disk(BoxStatus box)
    {
        string free = $"{Shown.Size(box.DiskFreeBytes)} free";
        return (box.Disk switch
        {
            DiskState.Well or DiskState.Unspecified => new Finding("disk", Well, free),
            DiskState.Low => new Finding("disk", Look, $"{free}, which is little", $"make room: {MakeRoom}"),
            DiskState.Reserve => new Finding("disk", Bad, $"{free}; the box lives on its reserve", $"make room now: {MakeRoom}"),
        }) with
        {
            Figures = new Dictionary<string, long> { ["free_bytes"] = box.DiskFreeBytes },
        };
    }

    private static Finding Clock(BoxStatus box) => box.ClockIsSet
        ? new("clock", Well, "set")
        : new("clock", Look, "nothing vouches for it; what is sold says so in the journal",
            "see that the box reaches a time server (timedatectl), or fit a battery clock");

    private static Finding Update(BoxStatus box) => box.Update is not { } update
        ? new("update", CouldNotLook, "the daemon is too old to say")
        : new Finding("update", update.State == UpdateState.Failed ? Look : Well,
            (update.Wanted.Length > 0 ? $"{update.Wanted}: " : "") + CheckRun.Words(update),
            update.State == UpdateState.Failed ? "the box sells with the version before; tell support: edgeposctl support-bundle" : "");

    private static Finding Certificates(BoxStatus box, DateTimeOffset now)
    {
        if (box.ServerCertificateUntilUs == 0)
            return new("certificates", Well, "none: this is a demo without TLS");
        var (server, root) = (Shown.Time(box.ServerCertificateUntilUs), Shown.Time(box.RootCertificateUntilUs));
        var first = server < root ? server : root;
        return new("certificates", first < now ? Bad : first - now < SoonEnds ? Look : Well,
            $"server until {Shown.Day(server)}, root until {Shown.End(root)}",
            first - now >= SoonEnds ? ""
            : box.HasOwnAuthority ? "look at the clock, then start the daemon again: it makes a new one (systemctl restart edgepos)"
            : "have new certificates made, put them where the settings say, and start the daemon again (systemctl restart edgepos)");
    }

    private static Finding Told<T>(string name, Answer<T> answer, Func<T, Finding> read) where T : class =>
        answer.Value is { } value ? read(value) : new(name, CouldNotLook,
            answer.Fault!.StatusCode == StatusCode.DeadlineExceeded ? "the box did not say in time"
            : $"the box does not say: {answer.Fault.Status.Detail}",
            "ask on the box itself as root or in the daemon's group: there its socket file answers everything");
}
