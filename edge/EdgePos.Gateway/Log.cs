namespace EdgePos.Gateway;

/// <summary>Every sentence the daemon can say. 1000: life; 1100: calls; 1200: printing.</summary>
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

    [LoggerMessage(1005, LogLevel.Information, "{Baskets} baskets without a payment were given up: nobody touched them for {Days} days")]
    public static partial void BasketsGivenUp(ILogger log, int baskets, int days);

    [LoggerMessage(1006, LogLevel.Warning, "The counter's file cannot be kept: {Fault}. Tried again every minute")]
    public static partial void CounterTrouble(ILogger log, string fault);

    [LoggerMessage(1100, LogLevel.Error, "{Method} failed: {Fault}")]
    public static partial void CallFailed(ILogger log, string method, string fault);

    [LoggerMessage(1101, LogLevel.Error, "{Method} broke")]
    public static partial void CallBroke(ILogger log, string method, Exception bug);

    [LoggerMessage(1200, LogLevel.Warning, "{Jobs} print jobs were under way when the daemon ended: staff must say whether they are on paper")]
    public static partial void PrintInterrupted(ILogger log, int jobs);

    [LoggerMessage(1201, LogLevel.Warning, "Receipt {Receipt} may or may not be on paper: {Reason}. It is not printed again by itself")]
    public static partial void PrintUnknown(ILogger log, string receipt, string reason);

    [LoggerMessage(1202, LogLevel.Warning, "The printer does not print: {Reason}. Receipts wait ({Tries} tries)")]
    public static partial void PrinterTrouble(ILogger log, string reason, int tries);

    [LoggerMessage(1203, LogLevel.Information, "The printer prints again")]
    public static partial void PrinterWell(ILogger log);
}
