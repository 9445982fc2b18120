using System.Security.Cryptography;
using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>Head office's word on a receipt: for one box and one question, so that no old answer is heard again.</summary>
public static class ReceiptSignature
{
    /// <summary>Bytes of the correlation data of a question.</summary>
    public const int NonceBytes = 16;

    /// <summary>The longest question on the wire.</summary>
    public const int MaxAskBytes = 1024;

    /// <summary>The longest answer on the wire: no entry of a journal is longer than a batch.</summary>
    public const int MaxAnswerBytes = 160 * 1024;

    private static readonly byte[] Domain = "edgepos receipt answer 1"u8.ToArray();

    /// <summary>Signs an answer.</summary>
    /// <param name="nonce">The correlation data of the question.</param>
    public static SignedReceiptAnswer Sign(ReceiptAnswer answer, ECDsa key, string tenant, string store, string box, byte[] nonce)
    {
        var bytes = answer.ToByteString();
        byte[] signature = key.SignData(
            Signed(bytes, tenant, store, box, nonce), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedReceiptAnswer { Answer = bytes, Signature = ByteString.CopyFrom(signature) };
    }

    /// <summary>The answer to a question; null where it is not head office's, or none to this question.</summary>
    public static ReceiptAnswer? Read(byte[] payload, ECDsa key, string tenant, string store, string box, byte[] nonce)
    {
        try
        {
            var signed = SignedReceiptAnswer.Parser.ParseFrom(payload);
            return key.VerifyData(Signed(signed.Answer, tenant, store, box, nonce), signed.Signature.Span, HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence) ? ReceiptAnswer.Parser.ParseFrom(signed.Answer) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Names have no zero byte, so nothing can be read two ways.
    private static byte[] Signed(ByteString answer, string tenant, string store, string box, byte[] nonce) =>
    [
        .. Domain, .. System.Text.Encoding.UTF8.GetBytes($"\0{tenant}\0{store}\0{box}\0"), .. SHA256.HashData(nonce), .. answer.Span,
    ];
}
