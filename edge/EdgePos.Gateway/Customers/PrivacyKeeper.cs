using EdgePos.Ledger;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Erases customers' details that are older than the store keeps them, a little at a time, so that no sale waits for it.
/// </summary>
internal sealed class PrivacyKeeper(LedgerWriter writer, IOptions<PrivacyOptions> options, TimeProvider time, ILogger<PrivacyKeeper> log)
    : BackgroundService
{
    private const int AtOnce = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int days = options.Value.CustomerDetailsDays;
        if (days == 0)
            return;
        using var round = new PeriodicTimer(Interval, time);
        do
        {
            int gone = 0;
            try
            {
                while (!stoppingToken.IsCancellationRequested
                    && await writer.ExpireCustomersAsync(TimeSpan.FromDays(days), AtOnce) is > 0 and int some)
                {
                    gone += some;
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
            catch (LedgerFault)
            {
                // A full queue or disk, or a writer that has ended: others tell of it, and this can wait.
            }

            if (gone > 0)
                Log.CustomersExpired(log, gone, days);
        }
        while (await round.WaitForNextTickAsync(stoppingToken));
    }
}
