namespace EdgePos.Devices;

/// <summary>
/// A card terminal: the one device that a sale waits for. One call at a time, except <see cref="AbortAsync"/>. Nothing here
/// throws for what a terminal does or does not say: that is an outcome. No call begins a transaction a second time by
/// itself; whoever gets <see cref="CardOutcome.Unknown"/> asks with <see cref="RecoverAsync"/>.
/// </summary>
public interface ICardTerminal : IAsyncDisposable
{
    /// <summary>Carries out a payment, a refund or a reversal. Ends by itself: every wait has a deadline.</summary>
    /// <param name="request">What is asked; on disk before this call, so that it can be asked about after a crash.</param>
    /// <param name="tell">What the terminal is doing meanwhile; called on the thread that reads, so it must not wait.</param>
    Task<CardResult> CarryOutAsync(CardRequest request, Action<CardProgress> tell);

    /// <summary>
    /// Asks what became of a request that has no known end. <see cref="CardOutcome.Unknown"/> where the terminal cannot be
    /// reached, is busy, or cannot tell: then a person reads its slip.
    /// </summary>
    Task<CardResult> RecoverAsync(CardRequest request);

    /// <summary>The last transaction that the terminal knows of; null where it cannot be reached or says of none.</summary>
    Task<CardMark?> LastTransactionAsync();

    /// <summary>Whether the terminal is there and can be asked for something.</summary>
    Task<bool> IsReachableAsync();

    /// <summary>Wishes that the running transaction ends. It may still be approved: only its result counts.</summary>
    Task AbortAsync();

    /// <summary>Closes the terminal's day: it sends its turnover to the host.</summary>
    Task<TerminalReport> EndOfDayAsync();

    /// <summary>Whether the terminal is there, and whether it reaches its host.</summary>
    Task<TerminalReport> TestAsync();
}
