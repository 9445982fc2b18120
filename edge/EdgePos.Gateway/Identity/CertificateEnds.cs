using System.Security.Cryptography.X509Certificates;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>When the certificates end that registers need: the one that the box shows them, and the root that theirs come from.</summary>
/// <param name="options">Checked.</param>
/// <param name="server">Asked only where the box has its own authority.</param>
/// <param name="authority">The same.</param>
internal sealed class CertificateEnds(GatewayOptions options, Func<ServerCertificate> server, Func<BoxAuthority> authority)
{
    // Of files the server shows what they held at the start, whatever lies there since.
    private readonly (long Server, long Root) _named = !options.HasCertificates ? default
        : (EndOf(options.CertificateFile), EndOf(options.ClientRootFile));

    /// <summary>True where the box makes them.</summary>
    public bool AreOwn => options.HasOwnAuthority;

    /// <summary>Microseconds since 1970-01-01 UTC; 0: there is none.</summary>
    public (long Server, long Root) Now()
    {
        if (!AreOwn)
            return _named;
        using var root = X509CertificateLoader.LoadCertificate(authority().Root);
        return (EndOf(server().Current()), EndOf(root));
    }

    private static long EndOf(string file)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return EndOf(certificate);
    }

    private static long EndOf(X509Certificate2 certificate) => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUs();
}
