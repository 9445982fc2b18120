using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>Decides which machine is which box, and gives it its certificate. The same machine asking again gets the same.</summary>
internal sealed class EnrolmentDesk(
    EnrolmentBooks enrolments, IBookStore books, BoxesAuthority authority, HeadOfficeOptions options, TimeProvider time, ILogger log)
{
    private const int MachineMost = 100, VersionMost = 40;

    // Who waits asks every few seconds.
    private static readonly TimeSpan ForgetWaiting = TimeSpan.FromHours(1), ForgetBefore = TimeSpan.FromDays(7);

    /// <summary>What a box called TENANT.STORE.BOX is called at the broker.</summary>
    public static string NameOf(BoxName box) => $"{box.Tenant}.{box.Store}.{box.Box}";

    /// <summary>Answers a machine that has a claim.</summary>
    /// <param name="device">As the machine names itself: that of its key, or it is not answered.</param>
    /// <exception cref="System.Data.Common.DbException">The books failed; asked again it is as if it had not been asked.</exception>
    public EnrolReply? Answer(string claim, string device, EnrolRequest request)
    {
        if (CertificateMaking.KeyOf(request.CertificateRequest.ToByteArray()) is not { } key)
            return Refused(claim, "REQUEST_INVALID", "The request for a certificate is damaged: start again.");
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        if (EnrolmentSignature.DeviceOf(publicKey) != device)
            return null;
        if (request.BeforeFrom > 0)
            return PartOf(device, request.BeforeFrom);
        if (enrolments.Claim(options.Tenant, claim) is not { } row)
            return Refused(claim, "ENROLMENT_UNKNOWN", "This head office does not know it: have it make another.");
        if (time.NowUs() > row.ValidUntilUs && row.Device != device)
            return Refused(claim, "ENROLMENT_EXPIRED", "Its time is over: have head office make another.");
        return row.Placing.IsKnown ? Place(row, device, publicKey, request, key) : Wait(row, device, publicKey, request, key);
    }

    /// <summary>Answers a box that wants its next certificate.</summary>
    public EnrolReply Renew(BoxName box, SignedRenewal signed, byte[] nonce)
    {
        string whose = $"{box.Store}/{box.Box}";
        if (enrolments.Certificate(box) is not { } kept)
            return Refused(whose, "RENEWAL_UNKNOWN", "Head office has given no certificate to a box of this name: enrol it.");
        if (!new[] { kept.Key, kept.KeyBefore }.Any(one => one.Length > 0 && IsSigned(signed, one, box, nonce)))
            return Refused(whose, "RENEWAL_UNKNOWN", "It is not signed with the key that head office knows: enrol the box anew.");
        EnrolRequest request;
        try
        {
            request = EnrolRequest.Parser.ParseFrom(signed.Request);
        }
        catch (InvalidProtocolBufferException)
        {
            return Refused(whose, "REQUEST_INVALID", "The request cannot be read.");
        }

        return CertificateMaking.KeyOf(request.CertificateRequest.ToByteArray()) is { } key
            ? Reply(Give(box, key, Text(request.Machine, MachineMost), kept))
            : Refused(whose, "REQUEST_INVALID", "The request for a certificate is damaged.");
    }

    private EnrolReply Place(ClaimRow row, string device, byte[] publicKey, EnrolRequest request, PublicKey key)
    {
        if (row.Device.Length > 0 && row.Device != device)
            return Used(row.Claim);
        var box = new BoxName(options.Tenant, row.Placing.Store, row.Placing.Box);
        return WhyTaken(box, row.Placing, publicKey) is { } taken ? Refused(row.Claim, "ENROLMENT_TAKEN", taken)
            : enrolments.Use(options.Tenant, row.Claim, device) ? Enrol(box, row.Placing, device, request, key)
            : Used(row.Claim);
    }

    private EnrolReply Wait(ClaimRow row, string device, byte[] publicKey, EnrolRequest request, PublicKey key)
    {
        if (request.Round.Length != EnrolmentSignature.RoundBytes)
            return Refused(row.Claim, "REQUEST_INVALID", "It names no box, and the machine shows no code: update the machine.");
        string code = EnrolmentSignature.CodeOf(publicKey, request.Round.ToByteArray());
        long now = time.NowUs();
        var asking = new WaitingBox(
            device, code, Text(request.Machine, MachineMost), Text(request.Version, VersionMost), now, row.Placing);
        if (enrolments.Ask(options.Tenant, row.Claim, asking, now - ForgetWaiting.ToUs()) is not { } known)
            return Refused(row.Claim, "TOO_MANY_WAIT", $"{EnrolmentBooks.WaitingMax} boxes wait already: have head office adopt some.");
        if (!known.Placing.IsKnown)
            return new EnrolReply { NowUs = now, Awaiting = new AwaitingAdoption { Code = code } };
        var box = new BoxName(options.Tenant, known.Placing.Store, known.Placing.Box);
        return WhyTaken(box, known.Placing, publicKey) is { } taken ? Refused(row.Claim, "ENROLMENT_TAKEN", taken)
            : Enrol(box, known.Placing, device, request, key);
    }

    private EnrolReply Enrol(BoxName box, Placing placing, string device, EnrolRequest request, PublicKey key)
    {
        var kept = enrolments.Certificate(box);
        var enrolled = Give(box, key, Text(request.Machine, MachineMost), kept);
        enrolled.Settings.AddRange(placing.Settings);
        if (!request.HasLedger && BeforeOf(box, device) is { Length: > 0 } before)
            (enrolled.BeforeBytes, enrolled.BeforeSha256) = (before.Length, ByteString.CopyFrom(SHA256.HashData(before)));
        return Reply(enrolled);
    }

    // Why a name is not this machine's; null: it is.
    private string? WhyTaken(BoxName box, Placing placing, byte[] publicKey) =>
        placing.Replaces || enrolments.Certificate(box) is not { } kept || kept.Key.AsSpan().SequenceEqual(publicKey) ? null
        : $"{box.Store}/{box.Box} is another machine ({kept.Machine}). Where this one takes its place, make it with --replace.";

    private Enrolled Give(BoxName box, PublicKey key, string machine, BoxCertificateRow? kept)
    {
        var now = time.GetUtcNow();
        using var certificate = authority.Issue(
            key, NameOf(box), CertificateUse.Client, now, now.AddDays(options.BoxCertificateDays), []);
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        byte[] before = kept is null ? [] : kept.Key.AsSpan().SequenceEqual(publicKey) ? kept.KeyBefore : kept.Key;
        var until = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        enrolments.Keep(new BoxCertificateRow(box, publicKey, before, certificate.SerialNumber, until.ToUs(), machine));
        Log.Enrolled(log, box.Store, box.Box, until, machine);
        return new Enrolled { Store = box.Store, Box = box.Box, Certificate = ByteString.CopyFrom(certificate.RawData) };
    }

    // Made once for a machine, so that its parts fit together whichever head office sends them.
    private byte[] BeforeOf(BoxName box, string device)
    {
        if (enrolments.Before(options.Tenant, device) is { } made)
            return made;
        if (LedgerKnown.Of(books, box) is not { } known)
            return [];
        using var packed = new MemoryStream();
        using (var pack = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            known.WriteTo(pack);
        byte[] body = packed.ToArray();
        if (body.Length > EnrolmentSignature.MaxBeforeBytes)
            return [];
        enrolments.KeepBefore(options.Tenant, device, time.NowUs(), body, time.NowUs() - ForgetBefore.ToUs());
        return body;
    }

    private EnrolReply PartOf(string device, long from)
    {
        byte[] body = enrolments.Before(options.Tenant, device) ?? [];
        int at = (int)Math.Min(from - 1, body.Length);
        var part = body.AsSpan(at, Math.Min(EnrolmentSignature.PartBytes, body.Length - at));
        return new EnrolReply { NowUs = time.NowUs(), Part = new LedgerBeforePart { From = from, Bytes = ByteString.CopyFrom(part) } };
    }

    private EnrolReply Reply(Enrolled enrolled) => new() { NowUs = time.NowUs(), Enrolled = enrolled };

    private EnrolReply Used(string claim) =>
        Refused(claim, "ENROLMENT_USED", "Another machine has used it: have head office make another.");

    private EnrolReply Refused(string whose, string code, string sentence)
    {
        Log.NotEnrolled(log, StoredText.Shown(whose), code);
        return new EnrolReply { NowUs = time.NowUs(), Refused = new EnrolRefusal { Code = code, Sentence = sentence } };
    }

    private static bool IsSigned(SignedRenewal signed, byte[] publicKey, BoxName box, byte[] nonce)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return signed.IsSignedBy(key, box.Tenant, $"{box.Store}/{box.Box}", nonce);
    }

    private static string Text(string text, int most) =>
        new([.. text.Where(letter => !char.IsControl(letter)).Take(most)]);
}
