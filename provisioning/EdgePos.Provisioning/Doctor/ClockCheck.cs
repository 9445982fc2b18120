using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>Something vouches for the clock, and it is not before what was sold last.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    public static Finding Look(Patient patient)
    {
        var machine = patient.Machine;
        var now = machine.Time.GetUtcNow();
        if (LastEntry(patient.FileOf("ledger.db")) is { } last && now < last - Tolerance)
        {
            return Finding.Bad($"it says {Shown.Moment(now)}, which is before the last entry of the ledger, of {Shown.Moment(last)}",
                "set the clock before anything is sold: timedatectl set-ntp true, with the network plugged in, or timedatectl set-time");
        }

        string at = Shown.Moment(now);
        return machine.Read("/run/systemd/timesync/synchronized") is not null || machine.ClockIsSynchronised()
                ? Finding.Well($"{at}, from a time server")
            : machine.Read("/sys/class/rtc/rtc0/hctosys") == "1"
                ? Finding.Well($"{at}, from a battery clock; no time server vouches for it")
            : patient.Settings["Gateway:TrustClock"].Equals("true", StringComparison.OrdinalIgnoreCase)
                ? Finding.Well($"{at}; the settings say that it may be trusted")
            : Finding.Look($"{at}, and nothing vouches for it: no time server, no battery clock",
                "let the box reach a time server (timedatectl timesync-status; port 123 UDP), or fit a battery clock");
    }

    // What is wrong with the ledger itself is another finding.
    private static DateTimeOffset? LastEntry(string path)
    {
        try
        {
            using var ledger = LedgerSnapshot.Open(path);
            return ledger.Entry(ledger.Head().Seq) is { } entry ? Shown.Time(entry.Header.AtUs) : null;
        }
        catch (LedgerFault)
        {
            return null;
        }
    }
}
