using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>
/// Says once what was found when the ledger was opened. Then, every minute, signs how far the journal goes and forgets
/// answers that no register asks for any more, a little at a time.
/// </summary>
internal sealed class LedgerKeeper(LedgerWriter writer, TimeProvider time, ILogger<LedgerKeeper> log) : BackgroundService
{
    /// <summary>How long a command may be asked again and gets its first answer.</summary>
    public static readonly TimeSpan AnswersKept = TimeSpan.FromDays(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SignedEvery = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (writer.Found.IsNew)
            Log.LedgerBegun(log);
        if (writer.Found.WasUnclean)
            Log.LedgerRecovered(log);
        if (!writer.Found.CheckedWhole)
            Log.LedgerNotChecked(log);
        if (writer.Found.CopiedTo is { } copy)
            Log.LedgerCopied(log, copy);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var round = new PeriodicTimer(Interval, time);
        long signed = time.GetTimestamp();
        while (await round.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (time.GetElapsedTime(signed) >= SignedEvery)
                {
                    await writer.SignAsync();
                    signed = time.GetTimestamp();
                }

                while (!stoppingToken.IsCancellationRequested && await writer.PruneAnswersAsync(AnswersKept) > 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(50), time, stoppingToken);
            }
            catch (LedgerFault)
            {
                // A full queue or disk, or a writer that has ended: others tell of it, and this can wait.
            }
        }
    }
}
