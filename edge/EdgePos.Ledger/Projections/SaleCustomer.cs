using System.Security.Cryptography;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Who a sale is made out to, as it lies beside the journal.</summary>
/// <param name="Salt">Random; without it the digest in the journal says nothing about the details.</param>
/// <param name="Details">A <see cref="CustomerDetails"/>.</param>
public sealed record SaleCustomer(byte[] Salt, byte[] Details)
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltBytes = 32;

    /// <summary>What the journal holds: SHA-256 of salt and details.</summary>
    public byte[] Digest { get; } = SHA256.HashData([.. Salt, .. Details]);

    /// <summary>A customer's details with their salt.</summary>
    /// <param name="salt"><see cref="SaltBytes"/> random bytes, used once.</param>
    public static SaleCustomer Of(CustomerDetails details, byte[] salt) => new(salt, details.ToByteArray());
}
