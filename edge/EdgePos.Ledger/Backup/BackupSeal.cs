using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgePos.Ledger;

/// <summary>
/// What encrypts one backup, chunk by chunk: AES-256-GCM with a key that no other file has, in the STREAM construction (Hoang,
/// Reyhanitabar, Rogaway, Vizar 2015; as in age and Tink). The number of the chunk and whether it is the last are in the nonce, so none
/// can be left out, moved or cut off; the header is associated data of each.
/// </summary>
internal sealed class BackupSeal : IDisposable
{
    /// <summary>Plain bytes of each chunk but the last, which has none to all of them.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>Bytes that a chunk gets longer.</summary>
    public const int TagBytes = 16;

    private const int NonceBytes = 12, CountAt = 3, LastAt = 11, FileKeyBytes = 32;

    private readonly AesGcm _cipher;
    private readonly byte[] _header;
    private ulong _chunk;

    private BackupSeal(byte[] fileKey, byte[] header) => (_cipher, _header) = (new AesGcm(fileKey, TagBytes), header);

    /// <summary>The seal of a file, from the private half of one of the two keys and the public half of the other.</summary>
    /// <param name="own">The file's own key where it is made, the shop's where it is opened.</param>
    /// <param name="other">The public half of the other.</param>
    /// <param name="ephemeral">The public half of the file's own key, DER.</param>
    /// <param name="recipient">The public half of the shop's key, DER.</param>
    /// <param name="header">As it stands in the file.</param>
    public static BackupSeal Of(
        ECDiffieHellman own, ECDiffieHellmanPublicKey other, byte[] ephemeral, byte[] recipient, byte[] header)
    {
        byte[] secret = own.DeriveRawSecretAgreement(other);
        byte[] fileKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, FileKeyBytes, salt: [.. ephemeral, .. recipient], info: "edgepos-backup 1"u8.ToArray());
        var seal = new BackupSeal(fileKey, header);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(fileKey);
        return seal;
    }

    /// <summary>Begins with the first chunk again, to read what was written.</summary>
    public void Rewind() => _chunk = 0;

    /// <summary>Encrypts the next chunk.</summary>
    /// <param name="chunk">As long as the plain bytes and the tag.</param>
    public void Seal(ReadOnlySpan<byte> plain, bool isLast, Span<byte> chunk)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Next(nonce, isLast);
        _cipher.Encrypt(nonce, plain, chunk[..plain.Length], chunk[plain.Length..], _header);
    }

    /// <summary>Decrypts the next chunk; false: it is not what was written there.</summary>
    public bool TryOpen(ReadOnlySpan<byte> chunk, bool isLast, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Next(nonce, isLast);
        try
        {
            _cipher.Decrypt(nonce, chunk[..^TagBytes], chunk[^TagBytes..], plain, _header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private void Next(Span<byte> nonce, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[CountAt..], _chunk++);
        nonce[LastAt] = isLast ? (byte)1 : (byte)0;
    }
}
