using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>Whether the box can sell: the parts that a sale needs have just done something, not merely exist.</summary>
internal sealed class Pulse(LedgerWriter writer, CounterLoop counter, TimeProvider time)
{
    /// <summary>Takes a round through the ledger's writer and the counter's loop.</summary>
    /// <returns>The part that made no progress within the deadline; null where all is well.</returns>
    public async Task<string?> FindStuckAsync(TimeSpan deadline, CancellationToken cancellation) =>
        await Beats(() => writer.TakeRoundAsync(), deadline, cancellation) is false ? "the ledger's writer"
        : await Beats(() => counter.Do(_ => true), deadline, cancellation) is false ? "the counter's loop"
        : null;

    private async Task<bool> Beats(Func<Task> round, TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            await round().WaitAsync(deadline, time, cancellation);
            return true;
        }
        catch (Exception fault) when (fault is TimeoutException or LedgerFault)
        {
            // A full queue is a busy store, and it moves: only one that does not move counts as stuck.
            return fault is LedgerFault { Kind: FaultKind.Busy or FaultKind.DiskFull };
        }
    }
}
