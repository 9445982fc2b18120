using System.Collections.Concurrent;

namespace EdgePos.Tests;

/// <summary>What the registers of a shop and whoever kills its daemon tell each other, and the day's counts.</summary>
internal sealed class KilledShop(BooksAtRest books)
{
    private int _starts, _answered, _raced, _lookedUp;

    /// <summary>How often the daemon was started. Before each start all that the one before wrote has been read.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Sales that a register was told of and that were not yet looked for in the ledger.</summary>
    public ConcurrentQueue<AnsweredSale> Answered { get; } = new();

    public int AnsweredCount => _answered;

    public int RacedCount => _raced;

    public int LookedUpCount => _lookedUp;

    /// <summary>The receipt number of a basket that the ledger had sold before the last start.</summary>
    public string? NumberOf(string basketId) => books.NumberOf(basketId);

    public void CountStart() => Interlocked.Increment(ref _starts);

    public void CountAnswered() => Interlocked.Increment(ref _answered);

    public void CountRaced() => Interlocked.Increment(ref _raced);

    public void CountLookedUp() => Interlocked.Increment(ref _lookedUp);
}
