namespace EdgePos.Gateway;

/// <summary>Every sentence the daemon can say. 1000: life; 1100: calls; 1200: printing; 1400: remote help; 1600: registers; 1700: staff; 1800: backups; 1850: updates; 1900: certificates.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "EdgePos {Version} sells for {Tenant}/{Store}/{Box} on {Address}; journal at entry {Seq}, head office has {Confirmed}")]
    public static partial void Selling(ILogger log, string version, string tenant, string store, string box, string address, long seq, long confirmed);

    [LoggerMessage(1001, LogLevel.Information, "{Open} baskets were open, {Sold} were found sold in the ledger and closed")]
    public static partial void BasketsRecovered(ILogger log, int open, int sold);

    [LoggerMessage(1002, LogLevel.Critical, "{Loop} ended: the process ends and must be started again")]
    public static partial void LoopEnded(ILogger log, string loop, Exception fault);

    [LoggerMessage(1003, LogLevel.Warning, "No progress of {Part} within {Seconds} s: the watchdog is not told")]
    public static partial void NoProgress(ILogger log, string part, int seconds);

    [LoggerMessage(1004, LogLevel.Information, "Price book {Version} is current: {Items} items, {Added} added, {Changed} changed")]
    public static partial void PriceBookCurrent(ILogger log, string version, long items, long added, long changed);

    [LoggerMessage(1023, LogLevel.Information, "The price book was built in {Built} ms, checked and switched to in {Switched} ms")]
    public static partial void PriceBookBuilt(ILogger log, long built, long switched);

    [LoggerMessage(1005, LogLevel.Information, "{Baskets} baskets without a payment were given up: nobody touched them for {Days} days")]
    public static partial void BasketsGivenUp(ILogger log, int baskets, int days);

    [LoggerMessage(1006, LogLevel.Warning, "The counter's file cannot be kept: {Fault}. Tried again every minute")]
    public static partial void CounterTrouble(ILogger log, string fault);

    [LoggerMessage(1007, LogLevel.Information, "Price book {Version} is current after a roll-back: {Items} items. Before it was {Before}")]
    public static partial void PriceBookRolledBack(ILogger log, string version, long items, string before);

    [LoggerMessage(1008, LogLevel.Warning, "A price book cannot be used: {Finding}")]
    public static partial void PriceBookFinding(ILogger log, string finding);

    [LoggerMessage(1009, LogLevel.Critical, "Price book trouble: {Trouble}")]
    public static partial void PriceBookTrouble(ILogger log, string trouble);

    [LoggerMessage(1013, LogLevel.Error, "The counter's file was damaged and is now {Aside}: open baskets and waiting receipts are lost, sales are not. Replace the disk if it happens again")]
    public static partial void CounterSetAside(ILogger log, string aside);

    [LoggerMessage(1010, LogLevel.Information, "A new ledger was begun")]
    public static partial void LedgerBegun(ILogger log);

    [LoggerMessage(1011, LogLevel.Warning, "The ledger was not closed by the program before: all that was answered has been recovered, nothing needs to be done")]
    public static partial void LedgerRecovered(ILogger log);

    [LoggerMessage(1012, LogLevel.Information, "The ledger is too large to look through at the start; at a quiet moment: edgeposctl ledger verify")]
    public static partial void LedgerNotChecked(ILogger log);

    [LoggerMessage(1014, LogLevel.Information, "The customers' details on {Receipts} receipts were erased: they were older than {Days} days (Privacy:CustomerDetailsDays)")]
    public static partial void CustomersExpired(ILogger log, int receipts, int days);

    [LoggerMessage(1015, LogLevel.Error, "The relay to head office ended by a fault of this program: tell support. The store sells on, it begins again in {Seconds} s")]
    public static partial void RelayEnded(ILogger log, double seconds, Exception bug);

    [LoggerMessage(1016, LogLevel.Warning, "This program has changed the ledger's tables. As it was before it lies in {Copy}, for a week, to go back to")]
    public static partial void LedgerCopied(ILogger log, string copy);

    [LoggerMessage(1020, LogLevel.Warning, "The disk gets full, {Megabytes} MB are left: remove what does not belong on this box, or put in a larger disk")]
    public static partial void DiskLow(ILogger log, long megabytes);

    [LoggerMessage(1021, LogLevel.Critical, "The disk is full: open sales can finish on the reserve ({Megabytes} MB), new ones are refused. Make room; selling goes on by itself")]
    public static partial void DiskOnReserve(ILogger log, long megabytes);

    [LoggerMessage(1022, LogLevel.Information, "The disk has room again: {Megabytes} MB")]
    public static partial void DiskWell(ILogger log, long megabytes);

    [LoggerMessage(1100, LogLevel.Error, "{Method} failed: {Fault}")]
    public static partial void CallFailed(ILogger log, string method, string fault);

    [LoggerMessage(1101, LogLevel.Error, "{Method} broke")]
    public static partial void CallBroke(ILogger log, string method, Exception bug);

    [LoggerMessage(1300, LogLevel.Warning, "Nobody knows how card payment {Payment} of {Amount} ended: {Reason}. Its basket is held; look at the terminal's slip")]
    public static partial void PaymentUnknown(ILogger log, Guid payment, string amount, string reason);

    [LoggerMessage(1301, LogLevel.Warning, "Card payment {Payment} of {Amount} was approved and is in no basket: it is reversed at the terminal")]
    public static partial void PaymentAstray(ILogger log, Guid payment, string amount);

    [LoggerMessage(1302, LogLevel.Warning, "Card payment {Payment} of {Amount} is in no basket and was not reversed: staff must settle it")]
    public static partial void PaymentForStaff(ILogger log, Guid payment, string amount);

    [LoggerMessage(1303, LogLevel.Information, "Card payment {Payment} ended {State} after it was asked about")]
    public static partial void PaymentRecovered(ILogger log, Guid payment, string state);

    [LoggerMessage(1304, LogLevel.Warning, "Card payments cannot be looked after: {Fault}")]
    public static partial void PaymentTrouble(ILogger log, string fault);

    [LoggerMessage(1200, LogLevel.Warning, "{Jobs} print jobs were under way when the daemon ended: staff must say whether they are on paper")]
    public static partial void PrintInterrupted(ILogger log, int jobs);

    [LoggerMessage(1201, LogLevel.Warning, "Receipt {Receipt} may or may not be on paper: {Reason}. It is not printed again by itself")]
    public static partial void PrintUnknown(ILogger log, string receipt, string reason);

    [LoggerMessage(1202, LogLevel.Warning, "{Printer} does not print: {Reason}. Receipts wait ({Tries} tries)")]
    public static partial void PrinterTrouble(ILogger log, string printer, string reason, int tries);

    [LoggerMessage(1203, LogLevel.Information, "{Printer} prints again")]
    public static partial void PrinterWell(ILogger log, string printer);

    [LoggerMessage(1204, LogLevel.Warning, "Slip {Slip} was not queued: {Fault}. Of a till: print a copy. Of a basket: find it in the list of those put aside")]
    public static partial void SlipNotQueued(ILogger log, string slip, string fault);

    [LoggerMessage(1300, LogLevel.Information, "{Device} is online")]
    public static partial void DeviceOnline(ILogger log, string device);

    [LoggerMessage(1301, LogLevel.Warning, "{Device} will need somebody soon: {Warning}")]
    public static partial void DeviceWarns(ILogger log, string device, string warning);

    [LoggerMessage(1302, LogLevel.Warning, "{Device} is {State}: {Reason}. {Advice}")]
    public static partial void DeviceIll(ILogger log, string device, EdgePos.Devices.DeviceState state, string reason, string advice);

    [LoggerMessage(1303, LogLevel.Warning, "The drawer {Device} was not opened: {Reason}")]
    public static partial void DrawerShut(ILogger log, string device, string reason);

    [LoggerMessage(1304, LogLevel.Error, "The drawer {Device} was opened by hand, and the journal could not be told: {Fault}")]
    public static partial void DrawerNotNoted(ILogger log, string device, string fault);

    [LoggerMessage(1400, LogLevel.Information, "Remote help is off: Relay:HelpRootFile names no root that may vouch for a help desk")]
    public static partial void NoRemoteHelp(ILogger log);

    [LoggerMessage(1600, LogLevel.Information, "Register {Register} was paired: {Kind} '{Name}', from {Address}")]
    public static partial void RegisterPaired(ILogger log, int register, EdgePos.V1.RegisterKind kind, string name, System.Net.IPAddress address);

    [LoggerMessage(1601, LogLevel.Warning, "Register {Register} was shut out by register {By}")]
    public static partial void RegisterRevoked(ILogger log, int register, int by);

    [LoggerMessage(1602, LogLevel.Warning, "{Count} times somebody who is no register of this box was turned away, last from {Address}: {Why}. Told every ten minutes at most")]
    public static partial void StrangersRefused(ILogger log, long count, string address, string why);

    [LoggerMessage(1500, LogLevel.Warning, "The box starts anew, to use the settings that head office has made")]
    public static partial void StartsAnew(ILogger log);

    [LoggerMessage(1501, LogLevel.Error, "The settings that head office has made are not in use, the box's own are: {Why}")]
    public static partial void SettingsNotUsed(ILogger log, string why);

    [LoggerMessage(1700, LogLevel.Error, "{Fact} could not be written into the journal: {Fault}")]
    public static partial void NotNoted(ILogger log, string fact, string fault);

    [LoggerMessage(1701, LogLevel.Warning, "{Count} lines of staff.pins cannot be read: those employees choose a PIN again")]
    public static partial void PinsUnreadable(ILogger log, int count);

    [LoggerMessage(1702, LogLevel.Warning, "Staff:SignIn is on and nobody can sign in: head office has told of no employees yet")]
    public static partial void NobodyCanSignIn(ILogger log);

    [LoggerMessage(1900, LogLevel.Information, "The certificate for the broker is renewed, and valid until {Until}")]
    public static partial void Renewed(ILogger log, DateTimeOffset until);

    [LoggerMessage(1901, LogLevel.Warning, "The certificate for the broker could not be renewed ({Code}): {Why} It is asked for again within the hour")]
    public static partial void NotRenewed(ILogger log, string code, string why);

    [LoggerMessage(1800, LogLevel.Information, "Backup {File} was made and read back: {Megabytes} MB, the ledger up to entry {Seq}, {Dropped} old ones dropped")]
    public static partial void BackupMade(ILogger log, string file, double megabytes, long seq, int dropped);

    [LoggerMessage(1801, LogLevel.Error, "There is no backup: {Why}. Tried again in {Minutes} minutes; by hand: edgeposctl backup")]
    public static partial void BackupFailed(ILogger log, string why, double minutes);

    [LoggerMessage(1802, LogLevel.Error, "The backups were stopped by a fault of this program: tell support. The store sells on, they begin again in {Minutes} minutes")]
    public static partial void BackupBroke(ILogger log, double minutes, Exception bug);

    [LoggerMessage(1804, LogLevel.Warning, "What a backup that was cut off has copied cannot be removed: {Why}. Remove the folder backing-up of the data folder by hand")]
    public static partial void CopiesLeft(ILogger log, string why);

    [LoggerMessage(1803, LogLevel.Warning, "{File} is not in the backup: {Why}")]
    public static partial void NotInBackup(ILogger log, string file, string why);

    [LoggerMessage(1850, LogLevel.Information, "Version {Version} is {State}: {Reason}")]
    public static partial void UpdateIs(ILogger log, string version, EdgePos.V1.UpdateState state, string reason);

    [LoggerMessage(1851, LogLevel.Error, "Version {Version} does not come to run here: {Reason}")]
    public static partial void UpdateFailed(ILogger log, string version, string reason);
}
