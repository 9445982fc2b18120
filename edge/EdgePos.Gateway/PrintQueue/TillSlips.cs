using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>Queues the slips of tills where the store has a printer.</summary>
internal sealed class TillSlips(CounterLoop counter, PrinterPort printer, PrintLoop printing, StoreProfile store, ILogger<TillSlips> log)
{
    /// <summary>Queues the slip of an entry; harmless while the queue knows it.</summary>
    public async Task QueueAsync(int register, long seq)
    {
        if (printer.Printer is null)
            return;
        string number = new SlipNumber(store.Identity.Store, register, seq).ToString();
        try
        {
            await counter.Do(file => file.Change<bool>(now =>
            {
                file.PrintJobs.AddOriginal(number, now);
                return true;
            }));
            printing.Wake();
        }
        catch (LedgerFault fault)
        {
            // What happened at the till stands in the ledger, and no paper is worth holding up a close.
            Log.SlipNotQueued(log, number, fault.Hint);
        }
    }
}
