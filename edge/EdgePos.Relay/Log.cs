using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>Every sentence the relay can say. 2000: its link; 2100: batches; 2200: the live lane; 2300: datasets; 2400: remote help; 2500: receipts.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Linked to the broker {Host}:{Port}; {Backlog} entries wait for head office")]
    public static partial void Linked(ILogger log, string host, int port, long backlog);

    [LoggerMessage(2001, LogLevel.Warning, "No link to head office: {Reason}. Sales wait in the journal ({Tries} tries)")]
    public static partial void NoLink(ILogger log, string reason, int tries);

    [LoggerMessage(2100, LogLevel.Information, "Caught up: head office has committed the journal up to entry {Seq}")]
    public static partial void CaughtUp(ILogger log, long seq);

    [LoggerMessage(2101, LogLevel.Warning, "Head office has not confirmed in time; sent again from entry {Seq} on")]
    public static partial void Late(ILogger log, long seq);

    [LoggerMessage(2102, LogLevel.Warning, "Head office asks again from entry {Seq} on: {Reason} {Detail}")]
    public static partial void AskedAgain(ILogger log, long seq, string reason, string detail);

    [LoggerMessage(2103, LogLevel.Critical, "Head office has another history for this box: {Detail}. The relay has stopped, the store sells on. Two boxes use one ledger, or a card was copied: call support")]
    public static partial void Forked(ILogger log, string detail);

    [LoggerMessage(2104, LogLevel.Warning, "A message on {Topic} is none of ours and was passed over")]
    public static partial void Garbage(ILogger log, string topic);

    [LoggerMessage(2200, LogLevel.Warning, "The live lane has ended until the next connection: {Reason}")]
    public static partial void LiveLaneEnded(ILogger log, string reason);

    [LoggerMessage(2300, LogLevel.Information, "{Dataset} {Version} comes: {Bytes} bytes, from chunk {First} of {Chunks} on")]
    public static partial void DatasetComes(ILogger log, string dataset, long version, long bytes, int first, int chunks);

    [LoggerMessage(2301, LogLevel.Information, "{Dataset} {Version} is current: {Rows} rows")]
    public static partial void DatasetCurrent(ILogger log, string dataset, long version, long rows);

    [LoggerMessage(2302, LogLevel.Information, "{Dataset} {Version} is there and becomes current at {From:u}")]
    public static partial void DatasetWaits(ILogger log, string dataset, long version, DateTimeOffset from);

    [LoggerMessage(2306, LogLevel.Information, "{Dataset} {Version} is whole: {Bytes} bytes")]
    public static partial void DatasetWhole(ILogger log, string dataset, long version, long bytes);

    [LoggerMessage(2303, LogLevel.Warning, "{Dataset} {Version} is refused, the store sells on with what it has. {Code}: {Why}")]
    public static partial void DatasetRefused(ILogger log, string dataset, string version, string code, string why);

    [LoggerMessage(2304, LogLevel.Warning, "{Dataset} {Version} cannot be used yet and is tried again: {Reason}")]
    public static partial void DatasetTriedAgain(ILogger log, string dataset, long version, string reason);

    [LoggerMessage(2305, LogLevel.Warning, "Datasets wait for the next connection: {Reason}")]
    public static partial void DownLaneEnded(ILogger log, string reason);

    [LoggerMessage(2400, LogLevel.Warning, "The broker does not let the box hear {Topic}: {Reason}. There is no remote help")]
    public static partial void NoHelp(ILogger log, string topic, string reason);

    [LoggerMessage(2401, LogLevel.Information, "Remote help: {Operator} ({Role}) asks for {Command}")]
    public static partial void HelpGiven(ILogger log, string @operator, string role, string command);

    [LoggerMessage(2402, LogLevel.Warning, "Remote help refused: '{Command}' of {Operator}. {Code}: {Why}")]
    public static partial void HelpRefused(ILogger log, string command, string @operator, string code, string why);

    [LoggerMessage(2403, LogLevel.Error, "Remote help: {Command} did not work")]
    public static partial void HelpFailed(ILogger log, string command, Exception fault);

    [LoggerMessage(2500, LogLevel.Warning, "The broker does not let the box hear {Topic}: {Reason}. Receipts of other stores cannot be asked for")]
    public static partial void NoReceipts(ILogger log, string topic, string reason);

    [LoggerMessage(2501, LogLevel.Warning, "Questions about receipts wait for the next connection: {Reason}")]
    public static partial void ReceiptLaneEnded(ILogger log, string reason);

    [LoggerMessage(2404, LogLevel.Warning, "Remote help waits for the next connection: {Reason}")]
    public static partial void HelpLaneEnded(ILogger log, string reason);
}
