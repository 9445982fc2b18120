using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;

namespace EdgePos.V1;

/// <summary>
/// Who a register is: a folder with its key, its certificate and the root of its box, as a pairing left it. Safe from any thread.
/// </summary>
public sealed class RegisterIdentity : IDisposable
{
    /// <summary>What a register's certificate calls it: this and its number.</summary>
    public const string SubjectPrefix = "CN=register ";

    private const string KeyName = "register.key", CertificateName = "register.pem", RootName = "box-root.pem";
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1"; // id-kp-serverAuth, RFC 5280

    // Of 30 days: a register that is used once a week still renews in time.
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(10);

    private readonly string _folder;
    private readonly ECDsa _key;
    private readonly X509Certificate2 _root;
    private volatile X509Certificate2 _certificate;

    private RegisterIdentity(string folder, ECDsa key, X509Certificate2 certificate, X509Certificate2 root) =>
        (_folder, _key, _certificate, _root, Number) = (folder, key, certificate, root, NumberOf(certificate));

    /// <summary>The register's number, 1 to 9999.</summary>
    public int Number { get; }

    /// <summary>Its certificate ends then.</summary>
    public DateTimeOffset ValidUntil => _certificate.NotAfter.ToUniversalTime();

    /// <summary>True from 20 days on: it is time for a new certificate.</summary>
    public bool IsDue(DateTimeOffset now) => ValidUntil - now < RenewedBefore;

    /// <summary>Opens the folder of a register that was paired.</summary>
    /// <exception cref="IOException">A file is not there, or is not what it must be.</exception>
    public static RegisterIdentity Open(string folder)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(Path.Combine(folder, KeyName)));
            using var bare = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, CertificateName));
            return new RegisterIdentity(folder, key, bare.CopyWithPrivateKey(key),
                X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, RootName)));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{folder} holds no register that was paired ({wrong.Message}); pair it with a code of the box", wrong);
        }
    }

    /// <summary>Writes what a pairing gave. The key is for its owner alone.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal static void Save(string folder, ECDsa key, byte[] certificate, byte[] root)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Replace(folder, KeyName, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Replace(folder, RootName, PemEncoding.WriteString("CERTIFICATE", root));
            Replace(folder, CertificateName, PemEncoding.WriteString("CERTIFICATE", certificate));
        }
        catch (UnauthorizedAccessException wrong)
        {
            throw new IOException(wrong.Message, wrong);
        }
    }

    /// <summary>TLS with the box: our certificate, the newest there is; and of the box's nothing but its root counts.</summary>
    public SslClientAuthenticationOptions Tls() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
        LocalCertificateSelectionCallback = (_, _, _, _, _) => _certificate,
        RemoteCertificateValidationCallback = (_, box, _, _) => box is not null && IsOfBox(box, _root),
    };

    /// <summary>
    /// True where a certificate is the box's own. What names it has does not matter, its root vouches for one box only; nor does when it
    /// ends: the clock of a register, or of the box, may be wrong, and the shop sells all the same.
    /// </summary>
    internal static bool IsOfBox(X509Certificate box, X509Certificate2 root)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUsage)); // a register is no box
        using var certificate = X509CertificateLoader.LoadCertificate(box.GetRawCertData());
        return chain.Build(certificate);
    }

    /// <summary>Nothing is trusted yet, and nothing that a certificate names is fetched.</summary>
    internal static X509ChainPolicy Policy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck, // a box has no list on the internet
        DisableCertificateDownloads = true,
    };

    /// <summary>Gets a new certificate from the box and keeps it; connections that are made from then on show it.</summary>
    /// <exception cref="RpcException">The box did not give one; the one there is stays.</exception>
    /// <exception cref="IOException">It is none, or cannot be written; the one there is stays.</exception>
    public async Task RenewAsync(Registers.RegistersClient box, CallOptions options)
    {
        var answer = await box.RenewAsync(new RenewRequest { Csr = ByteString.CopyFrom(RequestOf(_key)) }, options);
        byte[] given = answer.Certificate.ToByteArray();
        try
        {
            using var bare = X509CertificateLoader.LoadCertificate(given);
            var renewed = bare.CopyWithPrivateKey(_key);
            Replace(_folder, CertificateName, PemEncoding.WriteString("CERTIFICATE", given));
            _certificate = renewed; // the one before may still be shown in a handshake
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException(wrong.Message, wrong);
        }
    }

    /// <summary>The number in a register's certificate; 0: it is none of a register.</summary>
    public static int NumberOf(X509Certificate2 certificate) =>
        certificate.Subject.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && int.TryParse(certificate.Subject.AsSpan(SubjectPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : 0;

    /// <summary>A request for a certificate by a key, DER.</summary>
    internal static byte[] RequestOf(ECDsa key) =>
        new CertificateRequest("CN=register", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _root.Dispose();
        _key.Dispose();
    }

    // By one rename: whoever reads it finds the old one or the new one.
    private static void Replace(string folder, string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.OtherRead)
    {
        string path = Path.Combine(folder, name), aside = path + ".new";
        File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using (var file = new FileStream(aside, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
