using System.Security.Cryptography;

namespace EdgePos.Ledger;

/// <summary>The box's own key, ECDSA P-256, made on the box and never leaving it. Not safe for two threads at once.</summary>
public sealed class BoxKey : IDisposable
{
    private readonly ECDsa _key;

    private BoxKey(ECDsa key) => (_key, PublicKey) = (key, key.ExportSubjectPublicKeyInfo());

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>A new key that is on no disk.</summary>
    public static BoxKey Make() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads the key, or makes one where there is no file; the file is for its owner alone.</summary>
    /// <exception cref="LedgerFault">The file cannot be read or made, or holds no such key.</exception>
    public static BoxKey OpenOrMake(string path) => Database.Guard(path, () =>
    {
        if (!File.Exists(path))
        {
            using var made = Make();
            Disk.ReplaceText(path, made._key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return OfPem(File.ReadAllText(path)) ?? throw new LedgerFault(FaultKind.CannotOpen, "open", path,
            "this is no private key; put the right one back, or move it away and the box makes another");
    });

    /// <summary>The key in a PEM text; null where there is none.</summary>
    internal static BoxKey? OfPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return new BoxKey(key);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    /// <summary>Signs; 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => _key.SignData(bytes, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
