using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgePos.V1;

/// <summary>
/// How certificates are made from a root of ours: a box's for its registers, head office's for its boxes. Of a request nothing but the key
/// counts, and that is ECDSA P-256.
/// </summary>
public static class CertificateMaking
{
    /// <summary>Who shows it serves. RFC 5280, 4.2.1.12.</summary>
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>Who shows it calls.</summary>
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private const int SerialBytes = 16;

    /// <summary>The key of a request for a certificate; null where it is none, on another curve, or not signed by it.</summary>
    /// <param name="request">PKCS #10, DER.</param>
    public static PublicKey? KeyOf(byte[] request)
    {
        try
        {
            var read = CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256);
            using var key = read.PublicKey.GetECDsaPublicKey();
            return key?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? read.PublicKey : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Signs a certificate that makes no others.</summary>
    /// <param name="request">Its name and key, and what it has beyond the usual.</param>
    /// <param name="usage">One of the two above.</param>
    /// <param name="issuer">Name of the root.</param>
    /// <param name="rootKey">The root's key.</param>
    public static X509Certificate2 Sign(CertificateRequest request, string usage, X500DistinguishedName issuer, ECDsa rootKey,
        DateTimeOffset from, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        byte[] serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7f; // positive, RFC 5280, 4.1.2.2
        return request.Create(issuer, X509SignatureGenerator.CreateForECDsa(rootKey), from, until, serial);
    }
}
