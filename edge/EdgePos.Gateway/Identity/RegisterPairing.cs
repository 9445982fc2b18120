using System.Net;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>The box's side of a pairing, of one register.</summary>
internal sealed class RegisterPairing(PairingDesk desk, BoxAuthority authority, BoxClock clock, LedgerWriter writer, RegisterBook book)
{
    /// <summary>How long a register's certificate is good.</summary>
    public static readonly TimeSpan CertificateLife = TimeSpan.FromDays(30);

    /// <summary>Begins a try: what the box says to the register's first word.</summary>
    /// <param name="served">The certificate that the register sees, DER; empty: there is no TLS.</param>
    /// <exception cref="PairingFault">There is no code to try, or the numbers prove nothing.</exception>
    public PairingTry Open(PairOpening opening, IPAddress from, byte[] served)
    {
        var pairing = desk.Try(opening.Register, from) ?? throw new PairingFault("there is no code to try, or it knocked too often");
        var own = PairingProof.OfBox(pairing.Code);
        var answer = new PairAnswerOpening
        {
            Round1 = own.Round1(),
            Round2 = own.Round2To(opening.Round1),
            Root = ByteString.CopyFrom(authority.Root),
        };
        return new PairingTry(pairing, own, opening, answer, served);
    }

    /// <summary>Ends a try: gives the certificate once the register has proved itself, and writes that it is paired.</summary>
    /// <exception cref="PairingFault">It does not, or somebody else used the code.</exception>
    public async Task<PairedRegister> EndAsync(PairingTry tried, PairProof proof, IPAddress from)
    {
        var (pairing, own, opening, answer, served) = tried;
        var keys = own.KeysOf(proof.Round2, new PairingSaid(opening, answer, proof, served));
        if (!PairingKeys.Fits(proof.Mac, keys.RegisterMac()))
            throw new PairingFault("it does not know the code");
        byte[] csr = proof.Csr.ToByteArray();
        if (CertificateMaking.KeyOf(csr) is not { } key || Give(csr, pairing.Register) is not { } given)
            throw new PairingFault("it knows the code, and sends no request for a certificate");
        if (!desk.Use(pairing, from))
            throw new PairingFault("it knows the code, and another register has used it, or its time is over");

        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(given.Certificate.Span);
        await writer.NoteAsync(new RegisterPaired
        {
            Register = pairing.Register,
            Kind = pairing.Kind,
            Name = pairing.Name,
            Serial = certificate.SerialNumber.ToLowerInvariant(),
            KeySha256 = ByteString.CopyFrom(ShownCertificate.Fingerprint(key)),
            ValidUntilUs = given.ValidUntilUs,
        }, pairing.By.Register);
        book.Renew();
        return new PairedRegister { Certificate = given, Mac = ByteString.CopyFrom(keys.BoxMac(given)) };
    }

    /// <summary>A certificate for a register; null where what it sends is no request for one.</summary>
    public RegisterCertificate? Give(byte[] csr, int register)
    {
        using var certificate = authority.IssueRegister(csr, register, clock.Now() + CertificateLife);
        return certificate is null ? null : new RegisterCertificate
        {
            Certificate = ByteString.CopyFrom(certificate.RawData),
            Register = register,
            ValidUntilUs = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUs(),
        };
    }
}

/// <summary>A try of a code that is under way.</summary>
internal sealed record PairingTry(OpenPairing Pairing, PairingProof Own, PairOpening Opening, PairAnswerOpening Answer, byte[] Served);
