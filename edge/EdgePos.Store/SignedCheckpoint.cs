using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgePos.Store;

/// <summary>
/// What a box signs from time to time: how far its journal goes. Whoever holds a checkpoint can tell when the journal's
/// end was cut off, and that nobody but the box wrote what is before it.
/// </summary>
/// <remarks>
/// ECDSA over P-256 and SHA-256, the signature as r and s of 32 bytes each (IEEE P1363), of: "edgepos checkpoint 1\n",
/// epoch (16 bytes), seq (8 bytes, big-endian), hash of that entry (32 bytes).
/// </remarks>
public static class SignedCheckpoint
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>The bytes that are signed.</summary>
    public static byte[] Statement(ReadOnlySpan<byte> epoch, long seq, ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(epoch.Length, EntryHash.EpochSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, EntryHash.Size);
        byte[] position = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(position, seq);
        return [.. "edgepos checkpoint 1\n"u8, .. epoch, .. position, .. hash];
    }

    /// <summary>True where the key has signed this. A key or signature that is none gives false.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static bool IsSignedBy(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> epoch, long seq, ReadOnlySpan<byte> hash)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out int read);
            return read == publicKey.Length && key.VerifyData(Statement(epoch, seq, hash), signature, HashAlgorithmName.SHA256);
        }
        catch (Exception none) when (none is CryptographicException or PlatformNotSupportedException)
        {
            return false; // bytes that are no key, or one of a curve that nobody knows
        }
    }
}
