using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>Every sentence the relay can say. 2000: its link; 2100: batches.</summary>
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
}
