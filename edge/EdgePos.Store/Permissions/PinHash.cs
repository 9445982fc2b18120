using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Store;

/// <summary>
/// What proves a PIN without telling it: PBKDF2 with HMAC-SHA-256. A PIN has few digits, so rounds alone hold nobody back who has the
/// file: what a box keeps is made with a secret of that box on top (the pepper), which can lie elsewhere than its disk.
/// </summary>
public static class PinHash
{
    /// <summary>Bytes of salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>Rounds of what is made now: about a tenth of a second on a small box.</summary>
    public const int Rounds = 100_000;

    private const int HashBytes = 32, MostRounds = 10_000_000;

    /// <summary>The proof of a PIN.</summary>
    /// <param name="pepper">Of the box; empty: none.</param>
    public static byte[] Of(string pin, byte[] salt, int rounds, byte[] pepper)
    {
        byte[] secret = pepper.Length > 0 ? HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(pin)) : Encoding.UTF8.GetBytes(pin);
        return Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
    }

    /// <summary>True where a PIN is the one that was proven.</summary>
    public static bool Proves(string pin, byte[] salt, int rounds, byte[] hash, byte[] pepper) =>
        CryptographicOperations.FixedTimeEquals(Of(pin, salt, rounds, pepper), hash);

    /// <summary>True for what can be a proof.</summary>
    public static bool IsProof(int saltBytes, int rounds, int hashBytes) =>
        saltBytes == SaltBytes && rounds is > 0 and <= MostRounds && hashBytes == HashBytes;
}
