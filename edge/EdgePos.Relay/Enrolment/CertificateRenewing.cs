using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>Asks head office for the next certificate of a box that has one.</summary>
public static class CertificateRenewing
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(20);

    /// <summary>Asks once.</summary>
    /// <param name="tls">What it has now.</param>
    /// <param name="headOffice">The key that head office signs with.</param>
    /// <param name="next">The key of the next one. The same may ask again.</param>
    /// <exception cref="IOException">There is no answer; ask again later.</exception>
    /// <exception cref="EnrolmentRefused">Head office says no.</exception>
    public static async Task<X509Certificate2> AskAsync(BoxIdentity box, BrokerPlace broker, BrokerTls tls, ECDsa headOffice,
        ECDsa next, string version, TimeProvider time, CancellationToken stop)
    {
        var certificates = tls.Read();
        using var own = certificates.Own ?? throw new IOException("there is no certificate to renew");
        using var ownKey = own.GetECDsaPrivateKey() ?? throw new IOException("the certificate's key is not ECDSA");
        string whose = $"{box.Store}/{box.Box}";
        await using var call = await EnrolmentCall.ConnectAsync(broker, certificates, $"{box.Tenant}-{box.Store}-{box.Box}-renew",
            Topics.Renewed(box.Tenant, box.Store, box.Box), time, stop);
        byte[] nonce = RandomNumberGenerator.GetBytes(EnrolmentSignature.NonceBytes);
        var request = new EnrolRequest
        {
            CertificateRequest = ByteString.CopyFrom(Enrolment.RequestOf(next)),
            Version = version,
            NowUs = time.GetUtcNow().ToUs(),
            HasLedger = true,
        };
        byte[]? answer = await call.AskAsync(Topics.Renew(box.Tenant, box.Store, box.Box),
            EnrolmentSignature.Sign(request, ownKey, box.Tenant, whose, nonce), nonce, AnswerWait, stop);
        if (answer is null)
            throw new IOException("head office does not answer");
        var reply = EnrolmentSignature.Read(answer, headOffice, box.Tenant, whose, nonce)
            ?? throw new IOException("the answer is not head office's");
        if (reply.OutcomeCase == EnrolReply.OutcomeOneofCase.Refused)
            throw new EnrolmentRefused(reply.Refused.Code, reply.Refused.Sentence);
        return CertificateOf(reply.Enrolled, next) ?? throw new IOException("what came back is no certificate for this box's key");
    }

    /// <summary>The certificate; null where it is none for this key.</summary>
    public static X509Certificate2? CertificateOf(Enrolled? enrolled, ECDsa key)
    {
        if (enrolled is null)
            return null;
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(enrolled.Certificate.Span);
            if (certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
                return certificate;
            certificate.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
