using EdgePos.Ledger;
using EdgePos.Store;
using BasketState = EdgePos.V1.BasketState;

namespace EdgePos.Gateway;

/// <summary>Queues the slips of tills and of baskets that are put aside, where the store has a printer.</summary>
internal sealed class SlipQueue(CounterLoop counter, PrinterPort printers, PrintLoop printing, StoreProfile store, ILogger<SlipQueue> log)
{
    /// <summary>Queues the slip of an entry of the journal; harmless while the queue knows it.</summary>
    public Task QueueAsync(int register, long seq) => QueueAsync(new SlipNumber(store.Identity.Store, register, seq).ToString(), register);

    /// <summary>Queues the slip of a basket, one for each time that it is put aside; none while it is not.</summary>
    public Task QueueAsync(V1.Basket basket) => basket.State == BasketState.Suspended
        ? QueueAsync(new BasketSlipNumber(Guid.Parse(basket.BasketId), basket.Version).ToString(), basket.Register)
        : Task.CompletedTask;

    private async Task QueueAsync(string number, int register)
    {
        if (printers.For(register) is not { } printer)
            return;
        try
        {
            await counter.Do(file => file.Change<bool>(now =>
            {
                file.PrintJobs.AddOriginal(number, printer, now);
                return true;
            }));
            printing.Wake();
        }
        catch (LedgerFault fault)
        {
            // What happened stands in the ledger or in the basket, and no paper is worth holding up a till.
            Log.SlipNotQueued(log, number, fault.Hint);
        }
    }
}
