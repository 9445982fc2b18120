using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>How the box is, as one picture of the moment.</summary>
internal sealed class StatusReading(
    StoreProfile store, LedgerReader ledger, CounterLoop counter, PrintLoop printing, HeadOfficeLink link, CatalogueShelf prices,
    DiskWatch disk, ClockTrust clock, Strangers strangers, SellingHindrances hindrances, CertificateEnds certificates, HelpFacts facts,
    UpdateLoop update, BackupDesk backups, IOptions<BackupOptions> backupOptions)
{
    /// <summary>As it is now.</summary>
    public async Task<BoxStatus> NowAsync()
    {
        var (head, confirmed) = (ledger.Head(), ledger.Confirmed());
        var (state, reason) = link.Now;
        var (server, root) = certificates.Now();
        var status = new BoxStatus
        {
            Tenant = store.Identity.Tenant,
            Store = store.Identity.Store,
            Box = store.Identity.Box,
            Version = BoxService.Version,
            Currency = store.Currency.Code,
            Epoch = Convert.ToHexStringLower(head.Epoch),
            JournalSeq = head.Seq,
            JournalHash = Convert.ToHexStringLower(head.Hash),
            ConfirmedSeq = confirmed,
            WaitingSinceUs = confirmed < head.Seq ? ledger.Entry(confirmed + 1)?.Header.AtUs ?? 0 : 0,
            HeadOffice = state,
            HeadOfficeReason = reason,
            PrinterTrouble = printing.Trouble,
            PriceBookTrouble = prices.Trouble,
            Disk = disk.Disk,
            DiskFreeBytes = disk.FreeBytes,
            ClockIsSet = clock.IsSet,
            StrangersRefused = strangers.Count,
            ServerCertificateUntilUs = server,
            RootCertificateUntilUs = root,
            HasOwnAuthority = certificates.AreOwn,
            UptimeSeconds = facts.UptimeSeconds,
            Backup = Backup(),
            Update = update.Now,
        };
        status.CannotSell.AddRange(hindrances.Now());
        status.PrintJobs.AddRange((await counter.Do(file => file.PrintJobs.Pending())).Select(BoxService.ToWire));
        return status;
    }

    private BackupStatus Backup() => new()
    {
        IsSetUp = backupOptions.Value.IsSetUp,
        LastGoodUs = backups.Notes.GoodUs,
        LastGoodFile = backups.Notes.File,
        LastGoodBytes = backups.Notes.Bytes,
        LastTryUs = backups.Notes.TriedUs,
        Trouble = backups.Notes.Trouble,
        IsUnderway = backups.IsUnderway,
        NextUs = backups.Next?.ToUs() ?? 0,
    };
}
