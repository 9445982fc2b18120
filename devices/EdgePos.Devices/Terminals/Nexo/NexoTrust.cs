using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.Devices;

/// <summary>
/// Whether a terminal is who it says: its certificate is signed under a root of its vendor, and names this terminal. On a
/// shop's network it has an address and no name, so the certificate's name is compared with its id instead.
/// </summary>
internal static class NexoTrust
{
    /// <summary>True where the certificate is that of the terminal.</summary>
    public static bool IsTerminal(X509Certificate? certificate, NexoSettings settings)
    {
        if (certificate is null || RootsOf(settings.Roots) is not { Count: > 0 } roots)
            return false;
        using var own = new X509Certificate2(certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // the vendor publishes no list for terminals
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        string name = own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        bool isNamed = settings.CertificateName.Length > 0
            ? string.Equals(name, settings.CertificateName, StringComparison.OrdinalIgnoreCase)
            : name.StartsWith(settings.PoiId + ".", StringComparison.OrdinalIgnoreCase);
        return isNamed && chain.Build(own);
    }

    /// <summary>How a link to the terminal is secured.</summary>
    public static SslClientAuthenticationOptions Options(NexoSettings settings) => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsTerminal(certificate, settings),
    };

    private static X509Certificate2Collection RootsOf(string pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            // What is no certificate is trusted as little as none.
        }

        return roots;
    }
}
