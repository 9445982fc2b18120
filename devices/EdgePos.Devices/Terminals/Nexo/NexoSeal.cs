using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Seals messages between box and terminal with a shared passphrase: PBKDF2 (SHA-1, 4,000 rounds) gives a key for
/// HMAC-SHA256 over the message, one for AES-256-CBC, and what the initialisation vector is mixed with.
/// </summary>
/// <remarks>Source: Adyen, "Terminal API, protect local communications".</remarks>
internal sealed class NexoSeal(NexoKey key)
{
    private const int Rounds = 4000, KeySize = 32, VectorSize = 16;
    private const int CryptoVersion = 1;

    private readonly byte[] _material = Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(key.Passphrase), "AdyenNexoV1Salt"u8, Rounds, HashAlgorithmName.SHA1, (2 * KeySize) + VectorSize);

    private ReadOnlySpan<byte> HmacKey => _material.AsSpan(0, KeySize);

    private byte[] CipherKey => _material[KeySize..(2 * KeySize)];

    /// <summary>Seals a message.</summary>
    public (string Blob, NexoTrailer Trailer) Seal(byte[] message)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(VectorSize);
        using var aes = Aes.Create();
        aes.Key = CipherKey;
        return (Convert.ToBase64String(aes.EncryptCbc(message, VectorOf(nonce))), new NexoTrailer
        {
            KeyIdentifier = key.Identifier,
            KeyVersion = key.Version,
            AdyenCryptoVersion = CryptoVersion,
            Nonce = Convert.ToBase64String(nonce),
            Hmac = Convert.ToBase64String(HMACSHA256.HashData(HmacKey, message)),
        });
    }

    /// <summary>Opens a message.</summary>
    /// <exception cref="IOException">It was not sealed with this key, or was changed on its way.</exception>
    public byte[] Open(string? blob, NexoTrailer? trailer)
    {
        try
        {
            byte[] nonce = Convert.FromBase64String(trailer?.Nonce ?? "");
            if (nonce.Length != VectorSize)
                throw new IOException("the terminal's message has no seal");
            using var aes = Aes.Create();
            aes.Key = CipherKey;
            byte[] message = aes.DecryptCbc(Convert.FromBase64String(blob ?? ""), VectorOf(nonce));
            byte[] claimed = Convert.FromBase64String(trailer?.Hmac ?? "");
            return CryptographicOperations.FixedTimeEquals(claimed, HMACSHA256.HashData(HmacKey, message))
                ? message
                : throw new IOException("the terminal's message was changed on its way");
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            throw new IOException("the terminal's message was sealed with another key", wrong);
        }
    }

    private byte[] VectorOf(byte[] nonce)
    {
        byte[] vector = new byte[VectorSize];
        for (int i = 0; i < VectorSize; i++)
            vector[i] = (byte)(_material[(2 * KeySize) + i] ^ nonce[i]);
        return vector;
    }
}
