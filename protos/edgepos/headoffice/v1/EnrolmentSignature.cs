using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>What is signed when a box comes to belong to head office, and the code that people compare.</summary>
public static class EnrolmentSignature
{
    /// <summary>Bytes of the correlation data of a request.</summary>
    public const int NonceBytes = 16;

    /// <summary>Bytes of the round of a box in claim mode.</summary>
    public const int RoundBytes = 16;

    /// <summary>The longest request on the wire.</summary>
    public const int MaxRequestBytes = 4 * 1024;

    /// <summary>The longest part of a ledger before, bytes: brokers take packets of 160 KB.</summary>
    public const int PartBytes = 96 * 1024;

    /// <summary>The longest ledger before, bytes as they travel.</summary>
    public const int MaxBeforeBytes = 64 * 1024 * 1024;

    private const int CodeLetters = 12, CodeGroup = 4;

    // Crockford's: none that is read for another.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly byte[] Reply = "edgepos enrol reply 1"u8.ToArray(), Renewal = "edgepos renewal 1"u8.ToArray();

    /// <summary>Signs a reply.</summary>
    /// <param name="key">That signs datasets.</param>
    /// <param name="whose">The claim, or STORE/BOX of a renewal.</param>
    /// <param name="nonce">The correlation data of the request.</param>
    public static SignedEnrolReply Sign(EnrolReply reply, ECDsa key, string tenant, string whose, byte[] nonce)
    {
        var bytes = reply.ToByteString();
        return new SignedEnrolReply { Reply = bytes, Signature = By(key, Signed(Reply, bytes, tenant, whose, nonce)) };
    }

    /// <summary>The reply to a request; null where it is not head office's, or none to this request.</summary>
    public static EnrolReply? Read(byte[] payload, ECDsa key, string tenant, string whose, byte[] nonce)
    {
        try
        {
            var signed = SignedEnrolReply.Parser.ParseFrom(payload);
            return Verifies(key, Signed(Reply, signed.Reply, tenant, whose, nonce), signed.Signature)
                ? EnrolReply.Parser.ParseFrom(signed.Reply) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Signs the wish for the next certificate.</summary>
    /// <param name="key">Of the certificate that the box has.</param>
    public static SignedRenewal Sign(EnrolRequest request, ECDsa key, string tenant, string whose, byte[] nonce)
    {
        var bytes = request.ToByteString();
        return new SignedRenewal { Request = bytes, Signature = By(key, Signed(Renewal, bytes, tenant, whose, nonce)) };
    }

    /// <summary>True where the key signed the wish.</summary>
    public static bool IsSignedBy(this SignedRenewal signed, ECDsa key, string tenant, string whose, byte[] nonce) =>
        Verifies(key, Signed(Renewal, signed.Request, tenant, whose, nonce), signed.Signature);

    /// <summary>What a box in claim mode shows and head office is told: 60 bits, so that nobody finds a key of their own for it.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static string CodeOf(byte[] publicKey, byte[] round)
    {
        byte[] hash = SHA256.HashData([.. "edgepos adoption 1\0"u8, .. SHA256.HashData(publicKey), .. round]);
        var code = new StringBuilder();
        for (int i = 0; i < CodeLetters; i++)
        {
            if (i > 0 && i % CodeGroup == 0)
                code.Append('-');
            int bit = i * 5, from = bit / 8;
            code.Append(Letters[(((hash[from] << 8) | hash[from + 1]) >> (11 - (bit % 8))) & 31]);
        }

        return code.ToString();
    }

    /// <summary>A code as somebody typed it, as it is shown.</summary>
    public static string Tidy(string typed)
    {
        string plain = new([.. typed.ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1').Where(Letters.Contains)]);
        return string.Join('-', plain.Chunk(CodeGroup).Select(group => new string(group)));
    }

    /// <summary>What a box is called on the topics of a claim.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    public static string DeviceOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 16));

    private static ByteString By(ECDsa key, byte[] signed) =>
        ByteString.CopyFrom(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    private static bool Verifies(ECDsa key, byte[] signed, ByteString signature) =>
        key.VerifyData(signed, signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    // Names have no zero byte, so nothing can be read two ways.
    private static byte[] Signed(byte[] purpose, ByteString content, string tenant, string whose, byte[] nonce) =>
        [.. purpose, .. Encoding.UTF8.GetBytes($"\0{tenant}\0{whose}\0"), .. SHA256.HashData(nonce), .. content.Span];
}
