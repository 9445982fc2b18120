namespace EdgePos.HeadOffice;

/// <summary>Every sentence head office can say. 3000: its life and link; 3100: batches.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Head office serves {Tenant} through {Host}:{Port}")]
    public static partial void Serving(ILogger log, string tenant, string host, int port);

    [LoggerMessage(3001, LogLevel.Warning, "Nothing comes in through {Host}:{Port}: {Reason} ({Tries} tries)")]
    public static partial void NoLink(ILogger log, string host, int port, string reason, int tries);

    [LoggerMessage(3002, LogLevel.Information, "Serves {Held} of {All} partitions of the boxes; {Living} head offices share them")]
    public static partial void Shares(ILogger log, int held, int all, int living);

    [LoggerMessage(3100, LogLevel.Warning, "{Count} messages were no batch and no state and were passed over, last on {Topic}")]
    public static partial void Garbage(ILogger log, long count, string topic);

    [LoggerMessage(3101, LogLevel.Warning, "A batch of {Store}/{Box} is damaged: {Why}. It is asked for again")]
    public static partial void Damaged(ILogger log, string store, string box, string why);

    [LoggerMessage(3102, LogLevel.Critical, "{Store}/{Box} sends another history than the one committed: {Why}. Two boxes use one ledger, or a card was copied. Nothing is stored")]
    public static partial void Forked(ILogger log, string store, string box, string why);

    [LoggerMessage(3103, LogLevel.Error, "The books cannot be written: {Reason}. The batch stays with its box")]
    public static partial void CannotWrite(ILogger log, string reason);

    [LoggerMessage(3104, LogLevel.Warning, "{Count} messages of the live lane were dropped, at last: {Reason}. The journal brings what they said")]
    public static partial void LiveLost(ILogger log, long count, string reason);

    [LoggerMessage(3200, LogLevel.Warning, "No link to the broker {Host}:{Port} for what goes down: {Reason} ({Tries} tries)")]
    public static partial void NoDownlink(ILogger log, string host, int port, string reason, int tries);

    [LoggerMessage(3201, LogLevel.Warning, "Stores are not told what the others have: {Reason}")]
    public static partial void StockNotShared(ILogger log, string reason);

    [LoggerMessage(3202, LogLevel.Warning, "Stores are not told of the chain's customers: {Reason}")]
    public static partial void CustomersNotShared(ILogger log, string reason);

    [LoggerMessage(3204, LogLevel.Warning, "Stores are not told of orders to prepare: {Reason}")]
    public static partial void OrdersNotShared(ILogger log, string reason);

    [LoggerMessage(3203, LogLevel.Warning, "No link to the broker {Host}:{Port} for receipts that boxes ask about: {Reason} ({Tries} tries)")]
    public static partial void NoReceipts(ILogger log, string host, int port, string reason, int tries);

    [LoggerMessage(3205, LogLevel.Warning, "Stores are not told of their employees: {Reason}")]
    public static partial void EmployeesNotShared(ILogger log, string reason);

    [LoggerMessage(3300, LogLevel.Warning, "No link to the broker {Host}:{Port} for boxes that want certificates: {Reason} ({Tries} tries)")]
    public static partial void NoEnrolment(ILogger log, string host, int port, string reason, int tries);

    [LoggerMessage(3301, LogLevel.Information, "{Store}/{Box} has its certificate until {Until}; machine {Machine}")]
    public static partial void Enrolled(ILogger log, string store, string box, DateTimeOffset until, string machine);

    [LoggerMessage(3302, LogLevel.Warning, "A box got no certificate by {Whose}: {Code}")]
    public static partial void NotEnrolled(ILogger log, string whose, string code);
}
