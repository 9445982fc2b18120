using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.Ledger;

/// <summary>
/// A key that backups are encrypted to: ECDH P-256. The box has the public half and can make backups that it cannot read; the private half
/// lies elsewhere, under a passphrase.
/// </summary>
public sealed class BackupKey : IDisposable
{
    private const string PublicLabel = "PUBLIC KEY", CertificateLabel = "CERTIFICATE";
    private const string PrivateLabel = "PRIVATE KEY", EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    // PKCS #5 with AES and SHA-256, RFC 8018; OWASP's number of rounds for PBKDF2 with SHA-256 (2023).
    private static readonly PbeParameters Protection = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    private BackupKey(ECDiffieHellman key, string what)
    {
        if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            key.Dispose();
            throw new BackupFault($"{what} is no key of the curve P-256; make one: edgeposctl backup new-key FILE");
        }

        (Key, Public) = (key, key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>By what a key is known: SHA-256 of its public half, 64 hex digits.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Public));

    /// <summary>The public half: SubjectPublicKeyInfo, DER.</summary>
    internal byte[] Public { get; }

    internal ECDiffieHellman Key { get; }

    /// <summary>A new key.</summary>
    public static BackupKey Make() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), "it");

    /// <summary>Reads the public half: a PEM text with a public key or a certificate.</summary>
    /// <param name="what">What it is called where it is told of, e.g. the file.</param>
    /// <exception cref="BackupFault">It has none, or it is the private half, which has no place on a box.</exception>
    public static BackupKey ReadPublic(string pem, string what) => Reading(what, () =>
    {
        string label = LabelOf(pem, what);
        if (label.EndsWith(PrivateLabel, StringComparison.Ordinal))
        {
            throw new BackupFault($"{what} holds a private key, which must not lie on the box: take it away, and name the file with its "
                + "public half");
        }

        var key = ECDiffieHellman.Create();
        if (label == CertificateLabel)
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            key.ImportSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        }
        else
        {
            key.ImportFromPem(pem);
        }

        return new BackupKey(key, what);
    });

    /// <summary>True where a PEM text has a private key under a passphrase.</summary>
    public static bool IsProtected(string pem) =>
        PemEncoding.TryFind(pem, out var found) && pem.AsSpan()[found.Label].SequenceEqual(EncryptedLabel);

    /// <summary>Reads the private half: PKCS #8 in PEM, with or without a passphrase.</summary>
    /// <param name="passphrase">Used where it has one.</param>
    /// <param name="what">What it is called where it is told of, e.g. the file.</param>
    /// <exception cref="BackupFault">It is none, or the passphrase is wrong.</exception>
    public static BackupKey ReadPrivate(string pem, string passphrase, string what) => Reading(what, () =>
    {
        string label = LabelOf(pem, what);
        if (label is PublicLabel or CertificateLabel)
            throw new BackupFault($"{what} holds the public half of a key; a backup is opened with the private one");
        var key = ECDiffieHellman.Create();
        if (label != EncryptedLabel)
        {
            key.ImportFromPem(pem);
            return new BackupKey(key, what);
        }

        try
        {
            key.ImportFromEncryptedPem(pem, passphrase);
        }
        catch (CryptographicException wrong)
        {
            throw new BackupFault($"the passphrase of {what} is wrong, or the file is damaged", wrong);
        }

        return new BackupKey(key, what);
    });

    /// <summary>The private half under a passphrase: PKCS #8, PEM.</summary>
    public string PrivatePem(string passphrase) => Key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, Protection);

    /// <summary>The public half: SubjectPublicKeyInfo, PEM.</summary>
    public string PublicPem() => Key.ExportSubjectPublicKeyInfoPem();

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    private static string LabelOf(string pem, string what) => PemEncoding.TryFind(pem, out var found) ? pem[found.Label]
        : throw new BackupFault($"{what} is no PEM file with a key in it");

    private static BackupKey Reading(string what, Func<BackupKey> read)
    {
        try
        {
            return read();
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            throw new BackupFault($"{what} has no key of the curve P-256 that could be read: {wrong.Message}", wrong);
        }
    }
}
