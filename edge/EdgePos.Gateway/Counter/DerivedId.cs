using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Gateway;

/// <summary>Ids of the box's own commands: the same for the same cause, so that each is carried out once.</summary>
internal static class DerivedId
{
    /// <summary>A UUID of version 8 (RFC 9562), made of the SHA-256 of what it follows from.</summary>
    public static Guid Of(string cause) => Of(Encoding.UTF8.GetBytes(cause));

    /// <inheritdoc cref="Of(string)"/>
    public static Guid Of(ReadOnlySpan<byte> cause)
    {
        byte[] id = SHA256.HashData(cause)[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
