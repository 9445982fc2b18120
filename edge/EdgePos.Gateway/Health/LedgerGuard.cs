using EdgePos.Ledger;

namespace EdgePos.Gateway;

/// <summary>Ends the daemon when the ledger's writer ends for good; at a stop, lets it finish what was accepted.</summary>
internal sealed class LedgerGuard(LedgerWriter writer) : BackgroundService
{
    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        writer.Dispose();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => writer.Ended;
}
