using System.Security.Cryptography;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>
/// Makes a machine the box that a backup was made of. All is proven, and everybody asked, before anything of the machine is touched; then
/// one rename decides (<see cref="RestoreSwitch"/>). The box goes on in a new ledger: nobody knows what the old one has sold since.
/// </summary>
internal sealed class RestoreRun(RestoreOrder order, TimeProvider time, TextWriter output)
{
    // A register gives no more than a receipt in a second; and who has restored within minutes has some to spare.
    private const long FewestLeftOut = 1000, MostLeftOut = 1_000_000, ZReportsInADay = 10;

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Restores.</summary>
    /// <exception cref="ToolFault">It is refused, or cannot be done; unless it says otherwise nothing was changed.</exception>
    public async Task<int> RunAsync(bool asJson, CancellationToken stop)
    {
        try
        {
            using var key = KeyOf();
            bool isNew = !Directory.Exists(order.DataFolder);
            Directory.CreateDirectory(order.DataFolder, FolderMode);
            try
            {
                using var held = HeldFolder.Hold(order.DataFolder);
                RestoreSwitch.Finish(order.DataFolder); // of one that a power cut has stopped half-way
                return await RestoreAsync(key, asJson, stop);
            }
            finally
            {
                if (isNew && Directory.GetFileSystemEntries(order.DataFolder) is [_]) // what holds it
                    Directory.Delete(order.DataFolder, recursive: true);
            }
        }
        catch (BackupFault fault)
        {
            throw new ToolFault(ExitCodes.DamagedData, $"{order.File}: {fault.Message}");
        }
        catch (LedgerFault fault)
        {
            throw ToolFault.Of(fault);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(order.File))
        {
            throw new ToolFault(ExitCodes.NoInput, $"there is no file {order.File}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"the disk does not let it: {fault.Message} Run this as root; where it has begun "
                + "to put files in their place, the same command goes on");
        }
    }

    private BackupKey KeyOf()
    {
        string fingerprint = BackupHeader.Read(order.File).KeyFingerprint; // what is no backup asks for no passphrase
        string pem = PemFile.Read(order.KeyFile);
        return BackupKey.ReadPrivate(
            pem, BackupKey.IsProtected(pem) ? Passphrase.Ask($"the passphrase of the key {fingerprint[..16]}…") : "", order.KeyFile);
    }

    private async Task<int> RestoreAsync(BackupKey key, bool asJson, CancellationToken stop)
    {
        string staging = RestoreSwitch.Begin(order.DataFolder);
        try
        {
            var backup = UnpackedBackup.Open(order.File, key, staging, time, new ProgressLine(), stop);
            var settings = new RestoredSettings(backup, order.SettingsFolder);
            RequireSameBox(settings, backup.Header.Box);
            var verdict = await AskHeadOfficeAsync(settings, backup, stop);
            var placing = new SettingsPlacing(backup, order.SettingsFolder);
            var begun = BeginAnew(backup, verdict);
            var now = time.GetUtcNow();
            GiveToDaemon(backup.Folder);
            string? aside = RestoreSwitch.Commit(order.DataFolder, now);
            GiveToDaemon(order.DataFolder); // what holds it and what is set aside too
            int placed = placing.Place(now);
            var told = new RestoreTelling(backup.Header, verdict, begun, backup.Registers, backup.HasAuthority, aside, placed);
            if (asJson)
                output.WriteLine(BackupReports.Write(told.ToReport(order.DataFolder)));
            else
                told.Write(output, order, now);
            return ExitCodes.Ok;
        }
        finally
        {
            RestoreSwitch.Drop(order.DataFolder);
        }
    }

    private void RequireSameBox(RestoredSettings settings, BoxIdentity backup)
    {
        if (!order.OtherBox && settings.OwnerHere is { } here && here != backup)
        {
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"this is a backup of {Name(backup)}, and the settings in {order.SettingsFolder} "
                + $"say that this box is {Name(here)}: take that box's backup; or make this machine that other box, --other-box");
        }
    }

    private async Task<HeadOfficeVerdict> AskHeadOfficeAsync(RestoredSettings settings, UnpackedBackup backup, CancellationToken stop)
    {
        if (settings.BrokerHost.Length == 0 && order.HeadOfficeHead is null)
            return HeadOfficeVerdict.Nobody(backup.Header);
        if (order.WithoutHeadOffice)
            return HeadOfficeVerdict.Unasked(backup.Header);
        ConfirmedMark mark;
        try
        {
            mark = order.HeadOfficeHead is { } said ? new ConfirmedMark([], said.Seq, said.Hash)
                : await new HeadOfficeQuestion(settings, backup.Header.Box, time).AskAsync(stop);
        }
        catch (IOException nobody)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"{nobody.Message}. So nobody knows whether it has more than this backup. Let head "
                + "office tell the last entry that it has of this box (edgepos-headoffice verify --heads) and give it, --head-office-head "
                + "SEQ:HASH; or restore without knowing: --without-head-office");
        }

        var verdict = HeadOfficeVerdict.Of(mark, backup.Header, backup.LedgerFile);
        if (verdict.IsBehind && !order.BehindHeadOffice)
        {
            throw new ToolFault(ExitCodes.NotAsItMustBe, $"head office has more than this backup, which ends with entry "
                + $"{backup.Header.Head.Seq}: {RestoreTelling.Alone(verdict, backup.Header)} would be there alone. Take a newer backup; "
                + "or this one all the same, --behind-head-office");
        }

        return verdict;
    }

    private EpochBegun BeginAnew(UnpackedBackup backup, HeadOfficeVerdict verdict)
    {
        var since = time.GetUtcNow() - backup.Header.Made;
        long leftOut = Math.Max(FewestLeftOut, Math.Max((long)since.TotalSeconds, verdict.AloneTo - verdict.AloneFrom + 1));
        if (order.ReceiptsAfter is null && (since < TimeSpan.Zero || leftOut > MostLeftOut))
        {
            throw new ToolFault(ExitCodes.NotAsItMustBe, since < TimeSpan.Zero
                ? "by this machine's clock the backup was made in the future, so nobody knows how many receipts were given since: set the "
                    + "clock, or take the highest number from the last receipts, --receipts-after NUMBER"
                : "the backup is so old that nobody knows how many receipts were given since: take the highest number from the last "
                    + "receipts or from head office, --receipts-after NUMBER");
        }

        string boxKey = Path.Combine(order.DataFolder, "box.key");
        using var signer = BoxKey.OpenOrMake(File.Exists(boxKey) ? boxKey : Path.Combine(backup.Folder, "box.key"));
        var setup = new LedgerSetup(backup.Header.Box, signer, time, () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize))
        {
            ClockIsSet = () => false, // nobody has asked what vouches for it
        };
        var taken = new OfBackup(leftOut, ((long)Math.Max(0, since.TotalDays) + 1) * ZReportsInADay, backup.Registers);
        var begun = NewEpoch.Begin(backup.LedgerFile, backup.CounterFile, setup, order.ReceiptsAfter,
            $"restored from the backup of {Shown.Moment(backup.Header.Made)}", taken);
        if (File.Exists(backup.CounterFile))
        {
            using var counter = CounterFile.Open(backup.CounterFile, time);
            counter.Clear();
        }

        return begun;
    }

    // The data folder is the daemon's user's, and all that is in it must be.
    private void GiveToDaemon(string path)
    {
        if (Environment.IsPrivilegedProcess)
            FileOwner.Of(order.DataFolder).Give(path);
    }

    private static string Name(BoxIdentity box) => $"{box.Tenant}/{box.Store}/{box.Box}";
}
