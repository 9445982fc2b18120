using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>What a machine says of itself when it wants to be a box.</summary>
/// <param name="Machine">Serial number or the like, for people; may be empty.</param>
/// <param name="Version">Of the program.</param>
/// <param name="HasLedger">True: it goes on with the one it has.</param>
public sealed record MachineFacts(string Machine, string Version, bool HasLedger);

/// <summary>A machine is a box now.</summary>
/// <param name="Enrolled">What head office says of it.</param>
/// <param name="Before">What the ledger of the same name was, where another machine had it; null: nothing.</param>
/// <param name="HeadOfficeAheadBy">How far head office's clock is ahead of the machine's.</param>
/// <param name="Broker">That answered.</param>
public sealed record BoxEnrolled(Enrolled Enrolled, LedgerBefore? Before, TimeSpan HeadOfficeAheadBy, BrokerPlace Broker);

/// <summary>Head office does not take the machine in: a person must do something else first.</summary>
/// <param name="code">Stable, as in enrolment.proto.</param>
/// <param name="sentence">What to do.</param>
public sealed class EnrolmentRefused(string code, string sentence) : Exception(sentence)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}

/// <summary>Makes a machine a box of head office's: asks by the claim, at one broker after the other, until there is an answer.</summary>
/// <param name="claim">Checked.</param>
/// <param name="key">The machine's new key. The same key may ask again, whatever was cut off before.</param>
/// <param name="tell">Told what happens, in words, when it changes.</param>
/// <param name="show">Told the code that people compare, each time it is another one; only where the claim names no box.</param>
public sealed class Enrolment(
    EnrolmentClaim claim, ECDsa key, MachineFacts facts, TimeProvider time, Random random, Action<string> tell, Action<string> show)
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(5), AdoptionPause = TimeSpan.FromSeconds(5);

    /// <summary>How long a code stays the same.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    private readonly Backoff _retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly byte[] _publicKey = key.ExportSubjectPublicKeyInfo();
    private string _said = "";
    private byte[] _round = [];
    private long _roundMade;

    /// <summary>Asks until it is a box, or is refused, or is cancelled.</summary>
    /// <exception cref="EnrolmentRefused">Head office says no, or the claim is of no use any more.</exception>
    public async Task<BoxEnrolled> RunAsync(CancellationToken stop)
    {
        using var headOffice = KeyOf(claim);
        using var own = OwnOf(claim);
        var roots = RootsOf(claim);
        for (int tries = 0; ; tries++)
        {
            var now = time.GetUtcNow();
            // Where the clock is behind the day that the claim was made on, it is the clock that is wrong.
            var issued = DateTimeOffset.UnixEpoch.AddMicroseconds(claim.IssuedUs);
            var until = DateTimeOffset.UnixEpoch.AddMicroseconds(claim.ValidUntilUs);
            if (now > until)
            {
                throw new EnrolmentRefused("ENROLMENT_EXPIRED", $"It was valid until {until:u}, and this machine's clock says {now:u}: "
                    + "have head office make another, or put the clock right.");
            }

            var broker = claim.Brokers[tries % claim.Brokers.Count];
            var certificates = new BrokerCertificates(roots, own) { At = (now > issued ? now : issued).UtcDateTime };
            try
            {
                Say($"asking at {broker.Host}:{broker.Port}");
                if (await AskAtAsync(broker, certificates, headOffice, stop) is { } enrolled)
                    return enrolled;
            }
            catch (IOException fault)
            {
                Say($"{broker.Host}:{broker.Port}: {fault.GetBaseException().Message}");
            }

            await Task.Delay(_retry.AnyWait(1 + (tries / claim.Brokers.Count), random), time, stop);
        }
    }

    // Null: nobody answered there.
    private async Task<BoxEnrolled?> AskAtAsync(
        BrokerPlace broker, BrokerCertificates certificates, ECDsa headOffice, CancellationToken stop)
    {
        string device = EnrolmentSignature.DeviceOf(_publicKey), replies = Topics.EnrolReply(claim.Tenant, claim.Claim, device);
        await using var call = await EnrolmentCall.ConnectAsync(broker, certificates, $"enrol-{device}", replies, time, stop);
        var request = new EnrolRequest
        {
            CertificateRequest = ByteString.CopyFrom(RequestOf(key)),
            Machine = facts.Machine,
            Version = facts.Version,
            HasLedger = facts.HasLedger,
        };
        while (true)
        {
            if (claim.Store.Length == 0)
                request.Round = ByteString.CopyFrom(Round());
            request.NowUs = time.GetUtcNow().ToUs();
            if (await AskAsync(call, request, headOffice, stop) is not { } reply)
            {
                Say($"{broker.Host}:{broker.Port} has no head office that answers: is it running, and does it hear enrol/+/request?");
                return null;
            }

            switch (reply.OutcomeCase)
            {
                case EnrolReply.OutcomeOneofCase.Enrolled:
                    var ahead = TimeSpan.FromMicroseconds(reply.NowUs - time.GetUtcNow().ToUs());
                    var before = await BeforeAsync(call, request, reply.Enrolled, headOffice, stop);
                    return new BoxEnrolled(reply.Enrolled, before, ahead, broker);
                case EnrolReply.OutcomeOneofCase.Refused:
                    throw new EnrolmentRefused(reply.Refused.Code, reply.Refused.Sentence);
                default:
                    Say("waiting for somebody at head office to adopt this box: edgepos-headoffice adopt CODE STORE/BOX");
                    await Task.Delay(AdoptionPause, time, stop);
                    break;
            }
        }
    }

    // The same over all connections, so that what somebody reads off is what head office knows.
    private byte[] Round()
    {
        if (_round.Length > 0 && time.GetElapsedTime(_roundMade) < CodeLife)
            return _round;
        (_round, _roundMade) = (RandomNumberGenerator.GetBytes(EnrolmentSignature.RoundBytes), time.GetTimestamp());
        show(EnrolmentSignature.CodeOf(_publicKey, _round));
        return _round;
    }

    private async Task<LedgerBefore?> BeforeAsync(
        EnrolmentCall call, EnrolRequest request, Enrolled enrolled, ECDsa headOffice, CancellationToken stop)
    {
        if (enrolled.BeforeBytes is <= 0 or > EnrolmentSignature.MaxBeforeBytes)
            return null;
        using var all = new MemoryStream();
        for (var asked = request.Clone(); all.Length < enrolled.BeforeBytes;)
        {
            Say($"taking over what head office knows of the ledger before: {all.Length / 1000} of {enrolled.BeforeBytes / 1000} KB");
            asked.BeforeFrom = all.Length + 1;
            var part = (await AskAsync(call, asked, headOffice, stop))?.Part;
            if (part is not { Bytes.Length: > 0 } || part.From != asked.BeforeFrom)
                throw new IOException("head office stopped in the middle of what it knows of the ledger before");
            part.Bytes.WriteTo(all);
        }

        byte[] packed = all.ToArray();
        if (!SHA256.HashData(packed).AsSpan().SequenceEqual(enrolled.BeforeSha256.Span))
            throw new IOException("what head office knows of the ledger before came damaged");
        using var unpacked = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return LedgerBefore.Parser.ParseFrom(unpacked);
    }

    private async Task<EnrolReply?> AskAsync(EnrolmentCall call, EnrolRequest request, ECDsa headOffice, CancellationToken stop)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(EnrolmentSignature.NonceBytes);
        byte[]? answer = await call.AskAsync(Topics.Enrol(claim.Tenant, claim.Claim), request, nonce, AnswerWait, stop);
        return answer is null ? null : EnrolmentSignature.Read(answer, headOffice, claim.Tenant, claim.Claim, nonce)
            ?? throw new IOException("who answers there is not the head office that made the enrolment: its signature is wrong");
    }

    private void Say(string words)
    {
        if (words != _said)
            tell(words);
        _said = words;
    }

    /// <summary>A request for a certificate: PKCS #10, DER.</summary>
    internal static byte[] RequestOf(ECDsa key) =>
        new CertificateRequest("CN=EdgePos box", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    private static ECDsa KeyOf(EnrolmentClaim claim) => Sound(() =>
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(claim.HeadOfficeKey.Span, out _);
        return key;
    });

    private static X509Certificate2 OwnOf(EnrolmentClaim claim) => Sound(() =>
    {
        using var certificate = X509CertificateLoader.LoadCertificate(claim.Certificate.Span);
        using var own = ECDsa.Create();
        own.ImportPkcs8PrivateKey(claim.Key.Span, out _);
        return certificate.CopyWithPrivateKey(own);
    });

    private static X509Certificate2Collection RootsOf(EnrolmentClaim claim) => Sound(() =>
    {
        var roots = new X509Certificate2Collection();
        foreach (var root in claim.BrokerRoots)
            roots.Add(X509CertificateLoader.LoadCertificate(root.Span));
        return roots;
    });

    private static T Sound<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException)
        {
            throw new EnrolmentRefused("ENROLMENT_DAMAGED", $"A key or certificate in it cannot be used: {damaged.Message}");
        }
    }
}
