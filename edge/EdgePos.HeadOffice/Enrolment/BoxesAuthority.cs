using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>What a certificate of head office's is for.</summary>
internal enum CertificateUse
{
    /// <summary>Who shows it calls the broker.</summary>
    Client,

    /// <summary>Who shows it is the broker.</summary>
    Server,
}

/// <summary>
/// Head office as the authority for what boxes show the broker: a root of ECDSA P-256, in the data folder beside the key that signs
/// datasets. Several head offices need the same one.
/// </summary>
internal sealed class BoxesAuthority : IDisposable
{
    private const int RootYears = 20;

    // Clocks of brokers are a little behind now and then.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private readonly ECDsa _key;

    private BoxesAuthority(ECDsa key, X509Certificate2 root) => (_key, Root) = (key, root);

    /// <summary>The root: what a broker asks boxes for.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>The file with the root, PEM.</summary>
    public static string RootFileIn(string folder) => Path.Combine(folder, "boxes-root.pem");

    /// <summary>Opens it, making it where there is none. Several head offices may do so at once.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static BoxesAuthority OpenOrMake(string folder, string tenant, TimeProvider time)
    {
        string file = Path.Combine(folder, "boxes-root.key.pem"), rootFile = RootFileIn(folder);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(file))
                KeyFile.Put(file, key.ExportPkcs8PrivateKeyPem(), KeyFile.OwnerAlone);
            key.ImportFromPem(File.ReadAllText(file));
            if (!File.Exists(rootFile))
                KeyFile.Put(rootFile, RootOf(key, tenant, time.GetUtcNow()), KeyFile.Everybody);
            var root = X509CertificateLoader.LoadCertificateFromFile(rootFile);
            return root.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
                ? new BoxesAuthority(key, root) : throw new CryptographicException($"{rootFile} is not of this key");
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new IOException($"head office's key for boxes {file} cannot be used: {wrong.Message}", wrong);
        }
    }

    /// <summary>Makes a certificate.</summary>
    /// <param name="name">Its common name: what rights at the broker hang on.</param>
    /// <param name="hosts">Names and addresses of a server.</param>
    public X509Certificate2 Issue(
        PublicKey key, string name, CertificateUse use, DateTimeOffset now, DateTimeOffset until, IEnumerable<string> hosts)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        if (use == CertificateUse.Server)
            request.CertificateExtensions.Add(NamesOf(hosts));
        return CertificateMaking.Sign(request, use == CertificateUse.Server ? CertificateMaking.ServerUsage : CertificateMaking.ClientUsage,
            Root.SubjectName, _key, now - Before, until < Root.NotAfter ? until : Root.NotAfter);
    }

    /// <summary>Makes a certificate and a key for it.</summary>
    public (X509Certificate2 Certificate, ECDsa Key) IssueWithKey(
        string name, CertificateUse use, DateTimeOffset now, DateTimeOffset until, IEnumerable<string> hosts)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Issue(new PublicKey(key), name, use, now, until, hosts), key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }

    private static X509Extension NamesOf(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
        {
            if (System.Net.IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        return names.Build();
    }

    private static string RootOf(ECDsa key, string tenant, DateTimeOffset now)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName($"EdgePos boxes of {tenant}");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var root = request.CreateSelfSigned(now - Before, now.AddYears(RootYears));
        return root.ExportCertificatePem() + "\n";
    }
}
