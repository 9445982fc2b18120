using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.Ledger;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// The box as a small certificate authority, for its own server and its own registers: a root of ECDSA P-256 that never leaves the box.
/// The key is systemd's credential "edgepos-authority.key" where the unit has one (LoadCredentialEncrypted, sealed to the TPM), else a
/// file of the data folder for its owner alone, made at the first start.
/// </summary>
internal sealed class BoxAuthority : IDisposable
{
    /// <summary>Name of the credential, and of the file where there is none.</summary>
    public const string KeyName = "authority.key";

    /// <summary>File with the root's certificate, PEM: for whoever looks, and so that it stays the same.</summary>
    public const string RootName = "authority.pem";

    // A box without a battery clock wakes in 1970: nothing that it signs begins after that. The end of the root is the one that
    // RFC 5280, 4.1.2.5 has for "no end".
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset NoEnd = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private readonly ECDsa _key;
    private readonly X509Certificate2 _root;

    private BoxAuthority(ECDsa key, X509Certificate2 root) => (_key, _root) = (key, root);

    /// <summary>The root's certificate, DER.</summary>
    public byte[] Root => _root.RawData;

    /// <summary>Reads key and root, or makes them.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="credentials">Where the key may be instead.</param>
    /// <param name="box">Name of the box, for who reads the certificate.</param>
    /// <exception cref="LedgerFault">A file cannot be read or made, or holds no such key.</exception>
    public static BoxAuthority Open(string folder, Credentials credentials, string box)
    {
        string path = credentials.Find($"edgepos-{KeyName}") ?? Path.Combine(folder, KeyName);
        try
        {
            if (!File.Exists(path))
                Make(path);
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));
            return new BoxAuthority(key, RootOf(key, Path.Combine(folder, RootName), box));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", path,
                "the box's root key cannot be used; put the right one back, or move it away: then every register is paired again", wrong);
        }
    }

    /// <summary>A certificate for the box's server, with a new key.</summary>
    public X509Certificate2 IssueServer(string host, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=EdgePos box", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var bare = Issue(request, CertificateMaking.ServerUsage, until);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate for a register; null where what it sends is no request that its own key has signed.</summary>
    /// <param name="csr">PKCS #10, DER. Only its key counts.</param>
    public X509Certificate2? IssueRegister(byte[] csr, int register, DateTimeOffset until)
    {
        if (CertificateMaking.KeyOf(csr) is not { } key)
            return null;
        var request = new CertificateRequest(
            new X500DistinguishedName($"{RegisterIdentity.SubjectPrefix}{register}"), key, HashAlgorithmName.SHA256);
        return Issue(request, CertificateMaking.ClientUsage, until);
    }

    /// <summary>True where a certificate is a register's and from this root. When it ends is looked at with each call.</summary>
    public bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateMaking.ClientUsage));
        return chain.Build(certificate) && chain.ChainElements.Count == 2;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(CertificateRequest request, string usage, DateTimeOffset until) =>
        CertificateMaking.Sign(request, usage, _root.SubjectName, _key, Begin, until);

    private static void Make(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Disk.Replace(path, System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    // The one on disk where it is this key's; else a new one.
    private static X509Certificate2 RootOf(ECDsa key, string path, string box)
    {
        if (File.Exists(path))
        {
            var kept = X509CertificateLoader.LoadCertificateFromFile(path);
            if (kept.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
                return kept;
            kept.Dispose();
        }

        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName($"EdgePos {box}");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var whole = request.CreateSelfSigned(Begin, NoEnd);
        Disk.Replace(path, System.Text.Encoding.ASCII.GetBytes(whole.ExportCertificatePem() + "\n"));
        return X509CertificateLoader.LoadCertificate(whole.RawData);
    }
}
