using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>How the box is, for a help desk: what its health lane says, and more.</summary>
/// <param name="link">How the link to head office is.</param>
internal sealed class HelpFacts(
    BoxHealth health, LedgerReader ledger, LedgerWriter writer, PaymentWatch payments, DataFolder folder, Func<RelayStatus> link,
    TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();

    /// <summary>Seconds since the daemon was started.</summary>
    public long UptimeSeconds => (long)time.GetElapsedTime(_begun).TotalSeconds;

    /// <summary>How the box is.</summary>
    public HelpStatus Status()
    {
        var (state, reason) = link();
        var status = new HelpStatus
        {
            Health = health.Now(),
            Ledger = LedgerHead(),
            UptimeSeconds = UptimeSeconds,
            DiskBytes = new DriveInfo(folder.Path).TotalSize,
            MemoryBytes = Environment.WorkingSet,
            Link = $"{state.ToString().ToLowerInvariant()}{(reason.Length > 0 ? $": {reason}" : "")}",
            PaymentsRunning = payments.AllRunning().Count,
        };
        status.OpenTills.AddRange(ledger.OpenTills());
        return status;
    }

    /// <summary>How far the journal goes, and what was found of its file.</summary>
    public HelpLedgerHead LedgerHead()
    {
        var head = ledger.Head();
        return new HelpLedgerHead
        {
            Epoch = ByteString.CopyFrom(head.Epoch),
            Seq = head.Seq,
            Hash = ByteString.CopyFrom(head.Hash),
            ConfirmedSeq = ledger.Confirmed(),
            IsNew = writer.Found.IsNew,
            WasUnclean = writer.Found.WasUnclean,
            CheckedWhole = writer.Found.CheckedWhole,
        };
    }
}
