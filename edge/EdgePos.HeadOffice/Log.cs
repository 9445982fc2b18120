namespace EdgePos.HeadOffice;

/// <summary>Every sentence head office can say. 3000: its life and link; 3100: batches.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Head office serves {Tenant} through {Host}:{Port}")]
    public static partial void Serving(ILogger log, string tenant, string host, int port);

    [LoggerMessage(3001, LogLevel.Warning, "No link to the broker {Host}:{Port}: {Reason} ({Tries} tries)")]
    public static partial void NoLink(ILogger log, string host, int port, string reason, int tries);

    [LoggerMessage(3100, LogLevel.Warning, "{Count} messages were no batch and no state and were passed over, last on {Topic}")]
    public static partial void Garbage(ILogger log, long count, string topic);

    [LoggerMessage(3101, LogLevel.Warning, "A batch of {Store}/{Box} is damaged: {Why}. It is asked for again")]
    public static partial void Damaged(ILogger log, string store, string box, string why);

    [LoggerMessage(3102, LogLevel.Critical, "{Store}/{Box} sends another history than the one committed: {Why}. Two boxes use one ledger, or a card was copied. Nothing is stored")]
    public static partial void Forked(ILogger log, string store, string box, string why);

    [LoggerMessage(3103, LogLevel.Error, "The books cannot be written: {Reason}. The batch stays with its box")]
    public static partial void CannotWrite(ILogger log, string reason);
}
