using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.V1;
using Microsoft.AspNetCore.Connections;

namespace EdgePos.Gateway;

/// <summary>Through which door a connection came.</summary>
internal enum Door
{
    /// <summary>The port for registers: TLS.</summary>
    Port,

    /// <summary>The socket file on the box itself: whoever may open it is the box's own staff.</summary>
    File,
}

/// <summary>Who is at the other end of a connection, as far as TLS tells. A feature of the connection.</summary>
/// <param name="Address">Where it comes from; through the file from nowhere.</param>
/// <param name="Shown">What its certificate says; null: it shows none.</param>
internal sealed record Visitor(Door Door, ConnectionContext Connection, IPAddress Address, ShownCertificate? Shown);

/// <summary>What a register's certificate says. It is from the box's root.</summary>
/// <param name="Register">0: it is none of a register.</param>
/// <param name="KeySha256">Of its public key.</param>
internal sealed record ShownCertificate(int Register, byte[] KeySha256, DateTimeOffset ValidUntil)
{
    /// <summary>Reads a certificate.</summary>
    public static ShownCertificate Of(X509Certificate2 certificate) => new(
        RegisterIdentity.NumberOf(certificate), Fingerprint(certificate.PublicKey), certificate.NotAfter.ToUniversalTime());

    /// <summary>By what a register is known: SHA-256 of its public key.</summary>
    public static byte[] Fingerprint(PublicKey key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo());
}

/// <summary>The certificate that the box showed on a connection, DER: what a pairing is bound to. A feature of the connection.</summary>
internal sealed record ServedCertificate(byte[] Der);

/// <summary>Who a call is from, once it was let in. A feature of the call.</summary>
/// <param name="Register">By its certificate; 0: what the header says.</param>
internal sealed record Admitted(int Register, Store.RegisterKind Kind);
