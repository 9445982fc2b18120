using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>Whether the box can sell: the parts that a sale needs have just done something, not merely exist.</summary>
internal sealed class Pulse(LedgerWriter writer, CounterLoop counter, TimeProvider time)
{
    /// <summary>Takes a round through the ledger's writer and the counter's loop.</summary>
    /// <returns>The part that made no progress within the deadline; null where all is well.</returns>
    public async Task<string?> FindStuckAsync(TimeSpan deadline, CancellationToken cancellation) =>
        await Beats(() => writer.TakeRoundAsync(), () => writer.Rounds, deadline, cancellation) is false ? "the ledger's writer"
        : await Beats(() => counter.Do(_ => true), () => counter.Rounds, deadline, cancellation) is false ? "the counter's loop"
        : null;

    private async Task<bool> Beats(Func<Task> round, Func<long> rounds, TimeSpan deadline, CancellationToken cancellation)
    {
        long before = rounds();
        try
        {
            await round().WaitAsync(deadline, time, cancellation);
            return true;
        }
        catch (LedgerFault full) when (full.Kind == FaultKind.Busy)
        {
            // A full queue is a busy store while it moves, and a stuck one when it does not.
            await Task.Delay(deadline, time, cancellation);
            return rounds() > before;
        }
        catch (Exception fault) when (fault is TimeoutException or LedgerFault)
        {
            return fault is LedgerFault { Kind: FaultKind.DiskFull }; // it answers; a restart makes no room
        }
    }
}
