using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.HeadOffice.V1;

/// <summary>Mutual TLS with a broker, the same for boxes and head office: who it must be, and who we are.</summary>
/// <param name="RootFile">PEM file with the roots that may vouch for the broker.</param>
/// <param name="CertificateFile">PEM file with our certificate; empty: none is shown.</param>
/// <param name="KeyFile">PEM file with its key.</param>
public sealed record BrokerTls(string RootFile, string CertificateFile, string KeyFile)
{
    /// <summary>What is wrong with the files, in words; null: nothing.</summary>
    public string? Trouble()
    {
        try
        {
            Read().Own?.Dispose();
            return null;
        }
        catch (IOException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Reads the files: anew for each connection, so that a renewed certificate needs no restart.</summary>
    /// <exception cref="IOException">One of them cannot be used.</exception>
    public BrokerCertificates Read()
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(RootFile);
            if (roots.Count == 0)
                throw new CryptographicException($"{RootFile} has no certificate");
            return new(roots, CertificateFile.Length > 0 ? X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile) : null);
        }
        catch (Exception wrong) when (wrong is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"the certificates for the broker cannot be used: {wrong.Message}", wrong);
        }
    }
}

/// <summary>The certificates of one connection.</summary>
/// <param name="Roots">May vouch for the broker.</param>
/// <param name="Own">Ours, with its key; null: none is shown.</param>
public sealed record BrokerCertificates(X509Certificate2Collection Roots, X509Certificate2? Own)
{
    /// <summary>The time by which the broker's certificate is judged; null: the machine's clock.</summary>
    public DateTime? At { get; init; }

    /// <summary>True where the broker has the name that was asked for and one of the roots vouches for it.</summary>
    public bool Vouch(X509Certificate broker, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false; // another name, or none at all
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a private root has no list on the internet
        if (At is { } at)
            chain.ChainPolicy.VerificationTime = at;
        using var certificate = X509CertificateLoader.LoadCertificate(broker.GetRawCertData());
        return chain.Build(certificate);
    }
}
