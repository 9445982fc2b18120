using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>
/// Looks after card payments at the start, and then as long as one has no known end: the terminal may be switched on again.
/// What it cannot say staff settle.
/// </summary>
internal sealed class PaymentLoop(
    PaymentTidying tidying, PaymentTerminals terminals, TimeProvider time, Random random, ILogger<PaymentLoop> log) : BackgroundService
{
    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (terminals.All.Count == 0)
            return;
        string told = "";
        for (int tries = 1; !stoppingToken.IsCancellationRequested; tries++)
        {
            try
            {
                if (await tidying.TidyAsync())
                    tries = 0;
                told = "";
            }
            catch (LedgerFault fault)
            {
                if (told != fault.Message)
                    Log.PaymentTrouble(log, fault.Message);
                told = fault.Message;
            }

            await Task.Delay(tries == 0 ? Quiet : Retry.Wait(tries, random), time, stoppingToken);
        }
    }
}
