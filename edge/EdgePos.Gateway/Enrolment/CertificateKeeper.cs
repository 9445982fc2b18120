using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Renews the certificate that the box shows the broker, where enrolment gave it: when a third of its time is left, and from then on
/// every hour or so until it is done. Until then the old one is shown.
/// </summary>
internal sealed class CertificateKeeper(
    IOptions<RelaySettings> settings, IOptions<HeadOfficeOptions> office, IOptions<GatewayOptions> gateway, StoreProfile store,
    TimeProvider time, Random random, ILogger<CertificateKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1), FirstLook = TimeSpan.FromSeconds(5);

    private readonly BrokerFiles _files = new(gateway.Value.DataFolder);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var relay = settings.Value;
        // Files that somebody has put there by hand somebody renews by hand.
        if (relay.Tls is not { } tls || Path.GetFullPath(relay.CertificateFile) != Path.GetFullPath(_files.BoxFile)
            || relay.KeyFile != relay.CertificateFile)
            return;
        for (var wait = FirstLook; ; wait = Period * (0.75 + (random.NextDouble() / 2)))
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                if (IsDue())
                    await RenewAsync(relay, tls, stoppingToken);
            }
            catch (EnrolmentRefused refused)
            {
                Log.NotRenewed(log, refused.Code, refused.Message);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
                || (fault is OperationCanceledException && !stoppingToken.IsCancellationRequested))
            {
                Log.NotRenewed(log, "no answer", fault.Message);
            }
        }
    }

    private bool IsDue()
    {
        using var shown = X509CertificateLoader.LoadCertificateFromFile(_files.BoxFile);
        var (begin, end) = (shown.NotBefore.ToUniversalTime(), shown.NotAfter.ToUniversalTime());
        return time.GetUtcNow().UtcDateTime > end - ((end - begin) / 3);
    }

    private async Task RenewAsync(RelaySettings relay, BrokerTls tls, CancellationToken stopping)
    {
        using var headOffice = relay.HeadOfficeKey(office.Value);
        if (headOffice is null)
            return;
        using var next = _files.NextKey();
        var broker = new BrokerPlace { Host = relay.BrokerHost, Port = relay.BrokerPort };
        using var renewed = await CertificateRenewing.AskAsync(
            store.Identity, broker, tls, headOffice, next, BoxService.Version, time, stopping);
        _files.Keep(renewed, next);
        Log.Renewed(log, new DateTimeOffset(renewed.NotAfter.ToUniversalTime()));
    }
}
