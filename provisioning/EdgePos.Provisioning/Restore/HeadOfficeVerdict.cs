using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>What head office has of a box, against what a backup has.</summary>
/// <param name="Mark">What head office has; null: nobody was asked.</param>
/// <param name="AloneFrom">The first entry that head office alone has; 0: none.</param>
/// <param name="AloneTo">The last one.</param>
/// <param name="KnownTo">The last entry of the backup that head office has.</param>
internal sealed record HeadOfficeVerdict(ConfirmedMark? Mark, long AloneFrom, long AloneTo, long KnownTo)
{
    /// <summary>True where head office has more than the backup.</summary>
    public bool IsBehind => AloneTo > 0;

    /// <summary>True where the box has a head office elsewhere.</summary>
    public bool HasHeadOffice { get; private init; } = true;

    /// <summary>The same where nobody was asked: what the backup knows of it.</summary>
    public static HeadOfficeVerdict Unasked(BackupHeader backup) => new(null, 0, 0, backup.Confirmed);

    /// <summary>The same where there is nobody to ask.</summary>
    public static HeadOfficeVerdict Nobody(BackupHeader backup) => new(null, 0, 0, backup.Head.Seq) { HasHeadOffice = false };

    /// <summary>Compares.</summary>
    /// <param name="ledgerFile">The ledger of the backup.</param>
    /// <exception cref="ToolFault">They tell two histories.</exception>
    public static HeadOfficeVerdict Of(ConfirmedMark mark, BackupHeader backup, string ledgerFile)
    {
        var ledger = new LedgerReader(ledgerFile);
        if (mark.Epoch.Length > 0 && !mark.Epoch.AsSpan().SequenceEqual(backup.Head.Epoch))
        {
            // Of the ledger before this one head office heard last: then it has nothing of this one yet.
            return EpochBefore(ledger).AsSpan().SequenceEqual(mark.Epoch) ? new(mark, 0, 0, 0) : new(mark, 1, mark.Seq, backup.Confirmed);
        }

        if (mark.Seq > backup.Head.Seq)
            return new(mark, backup.Head.Seq + 1, mark.Seq, backup.Head.Seq);
        return ledger.HashAt(mark.Seq) is { } hash && hash.AsSpan().SequenceEqual(mark.Hash) ? new(mark, 0, 0, mark.Seq)
            : throw new ToolFault(ExitCodes.NotAsItMustBe, $"head office has another history of this box: entry {mark.Seq} has another "
                + "hash there than in this backup. Ask head office which box sends there under this name, before anything is restored");
    }

    private static byte[] EpochBefore(LedgerReader ledger) => ledger.Entry(1) is { } first
        && FactKinds.Read(first.Header.Kind, first.Body) is LedgerBegun { Before: { } before } ? before.Epoch.ToByteArray() : [];
}
