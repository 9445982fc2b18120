using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>The signature under a request for remote help, and the sizes that both ends keep to.</summary>
public static class HelpSignature
{
    /// <summary>The largest request on the wire, bytes.</summary>
    public const int MaxRequestBytes = 16 * 1024;

    /// <summary>The largest result, bytes.</summary>
    public const int MaxResultBytes = 4 * 1024 * 1024;

    /// <summary>The most certificates that travel along.</summary>
    public const int MaxCertificates = 4;

    /// <summary>The longest that a request may be valid.</summary>
    public static readonly TimeSpan MaxValidity = TimeSpan.FromMinutes(5);

    // The same key also proves who somebody is in TLS: what is signed here can be nothing else.
    private static ReadOnlySpan<byte> Purpose => "edgepos help request 1\0"u8;

    /// <summary>Signs a request.</summary>
    /// <param name="own">The operator's certificate.</param>
    /// <param name="key">Its key: ECDSA P-256.</param>
    /// <param name="between">Those between it and the root.</param>
    public static SignedHelpRequest Sign(HelpRequest request, X509Certificate2 own, ECDsa key, IEnumerable<X509Certificate2> between)
    {
        byte[] bytes = request.ToByteArray();
        byte[] signature = key.SignData(Signed(bytes), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedHelpRequest
        {
            Request = ByteString.CopyFrom(bytes),
            Signature = ByteString.CopyFrom(signature),
            Certificates = { new[] { own }.Concat(between).Select(one => ByteString.CopyFrom(one.RawData)) },
        };
    }

    /// <summary>True where the key signed the request.</summary>
    public static bool IsSignedBy(this SignedHelpRequest signed, ECDsa key) => key.VerifyData(
        Signed(signed.Request.Span), signed.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static byte[] Signed(ReadOnlySpan<byte> request) => [.. Purpose, .. request];
}
