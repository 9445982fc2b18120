using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;

namespace EdgePos.Relay;

/// <summary>Who asks for help, by a certificate that was believed.</summary>
/// <param name="Name">Common name of the subject.</param>
/// <param name="Role">The one organisational unit that begins with help-; empty: there is none, or more than one.</param>
/// <param name="Serial">Serial number, hexadecimal.</param>
internal sealed record HelpOperator(string Name, string Role, string Serial);

/// <summary>Whom a box lets help it.</summary>
/// <param name="Roots">May vouch for operators.</param>
/// <param name="Revoked">Serial numbers, hexadecimal in small letters, of certificates that are no longer believed.</param>
public sealed record HelpTrust(X509Certificate2Collection Roots, IReadOnlySet<string> Revoked);

/// <summary>Reads the certificate that travels with a request, and believes it only where a root of the box vouches for it.</summary>
internal static class OperatorCertificate
{
    private const string CommonName = "2.5.4.3";
    private const string OrganisationalUnit = "2.5.4.11";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int KeyBits = 256;

    /// <summary>Who signed a request; a refusal where nobody who is known did.</summary>
    /// <param name="at">When the certificate must be valid.</param>
    public static (HelpOperator? Who, HelpRefusal? Refusal) Read(
        SignedHelpRequest signed, HelpTrust trust, DateTimeOffset at)
    {
        if (signed.Certificates.Count is < 1 or > HelpSignature.MaxCertificates)
            return (null, new(HelpRefusal.UnknownCertificate, $"{signed.Certificates.Count} certificates came along"));
        var came = new X509Certificate2Collection();
        try
        {
            foreach (var one in signed.Certificates)
                came.Add(X509CertificateLoader.LoadCertificate(one.Span));
            if (Distrust(came, trust, at) is { } refusal)
                return (null, refusal);
            using var key = came[0].GetECDsaPublicKey();
            if (key is not { KeySize: KeyBits })
                return (null, new(HelpRefusal.UnknownCertificate, "its key is not ECDSA P-256"));
            return signed.IsSignedBy(key) ? (OperatorIn(came[0]), null)
                : (null, new(HelpRefusal.NotSigned, "the key of the certificate did not sign it"));
        }
        catch (CryptographicException fault)
        {
            return (null, new(HelpRefusal.UnknownCertificate, $"it cannot be read: {fault.Message}"));
        }
        finally
        {
            foreach (var one in came)
                one.Dispose();
        }
    }

    private static HelpRefusal? Distrust(X509Certificate2Collection came, HelpTrust trust, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(trust.Roots);
        for (int i = 1; i < came.Count; i++)
            policy.ExtraStore.Add(came[i]);
        policy.RevocationMode = X509RevocationMode.NoCheck; // a private root has no list on the internet: the box has its own
        policy.DisableCertificateDownloads = true; // a stranger's certificate sends the box nowhere
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = at.LocalDateTime;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (chain.Build(came[0]))
        {
            return chain.ChainElements.Any(one => trust.Revoked.Contains(one.Certificate.SerialNumber.ToLowerInvariant()))
                ? new(HelpRefusal.CertificateRevoked, "its serial number stands in Relay:HelpRevoked") : null;
        }

        bool onlyTime = chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.NotTimeValid);
        return onlyTime
            ? new(HelpRefusal.CertificateExpired, $"it is valid from {came[0].NotBefore:u} to {came[0].NotAfter:u}")
            : new(HelpRefusal.UnknownCertificate, "no root in Relay:HelpRootFile vouches for it");
    }

    private static HelpOperator OperatorIn(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements)
            .Select(part => (part.GetSingleElementType().Value, Text: part.GetSingleElementValue() ?? "")).ToList();
        var roles = parts.Where(part =>
            part.Value == OrganisationalUnit && part.Text.StartsWith("help-", StringComparison.Ordinal)).ToList();
        return new HelpOperator(
            HelpCommands.Shown(parts.FirstOrDefault(part => part.Value == CommonName).Text ?? ""),
            roles is [var (_, role)] ? HelpCommands.Shown(role) : "",
            certificate.SerialNumber.ToLowerInvariant());
    }
}
