using System.Security.Cryptography.X509Certificates;

namespace EdgePos.Gateway;

/// <summary>
/// The certificate that the box's server shows, in memory only: made at the start, and again in time. Connections that are made from then
/// on see the new one; those there are go on. Safe from any thread.
/// </summary>
internal sealed class ServerCertificate(BoxAuthority authority, BoxClock clock, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90), RenewedBefore = TimeSpan.FromDays(30);

    private readonly Lock _turn = new();
    private volatile X509Certificate2? _current;

    /// <summary>The one to show now.</summary>
    public X509Certificate2 Current()
    {
        if (IsGood(_current))
            return _current!;
        lock (_turn)
        {
            // The one before is left to the collector: a handshake may still use it.
            if (!IsGood(_current))
                _current = authority.IssueServer(Environment.MachineName, clock.Now() + Life);
            return _current!;
        }
    }

    private bool IsGood(X509Certificate2? certificate) =>
        certificate is not null && certificate.NotAfter.ToUniversalTime() - time.GetUtcNow() > RenewedBefore;
}
