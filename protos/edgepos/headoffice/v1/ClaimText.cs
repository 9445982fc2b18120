using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>
/// A claim as text: one line that can be pasted, sent, or scanned off a screen; in a file with remarks before it. Cut or mistyped, it
/// says so.
/// </summary>
public static class ClaimText
{
    /// <summary>Usual name of the file, on a stick or a boot partition.</summary>
    public const string FileName = "edgepos.enrol";

    /// <summary>The longest text that is read, characters.</summary>
    public const int MaxChars = 32 * 1024;

    private const string Begins = "edgepos-enrol-1.";
    private const int CheckBytes = 6;

    /// <summary>The line.</summary>
    public static string Of(EnrolmentClaim claim)
    {
        byte[] bytes = claim.ToByteArray();
        return Begins + Base64Url.EncodeToString([.. SHA256.HashData(bytes).AsSpan(0, CheckBytes), .. bytes]);
    }

    /// <summary>Reads a line, or a file with one.</summary>
    /// <exception cref="InvalidDataException">It is none, damaged, or says too little; in words.</exception>
    public static EnrolmentClaim Read(string text)
    {
        if (text.Length > MaxChars)
            throw new InvalidDataException("it is too long to be an enrolment");
        string? line = text.Split('\n').Select(one => one.Trim()).FirstOrDefault(one => one.Length > 0 && one[0] != '#');
        if (line?.StartsWith(Begins, StringComparison.Ordinal) != true)
        {
            throw new InvalidDataException(line?.StartsWith("edgepos-enrol-", StringComparison.Ordinal) == true
                ? "it is of a newer head office: update the box first" : $"it is no enrolment, which begins with {Begins}");
        }

        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(line.AsSpan(Begins.Length));
        }
        catch (FormatException)
        {
            throw Damaged();
        }

        if (bytes.Length <= CheckBytes
            || !SHA256.HashData(bytes.AsSpan(CheckBytes)).AsSpan(0, CheckBytes).SequenceEqual(bytes.AsSpan(0, CheckBytes)))
            throw Damaged();
        return Sound(Parsed(bytes));
    }

    private static EnrolmentClaim Parsed(byte[] bytes)
    {
        try
        {
            return EnrolmentClaim.Parser.ParseFrom(bytes, CheckBytes, bytes.Length - CheckBytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw Damaged();
        }
    }

    private static EnrolmentClaim Sound(EnrolmentClaim claim)
    {
        string missing = claim.Tenant.Length == 0 ? "whose boxes they are" : claim.Claim.Length == 0 ? "its name"
            : claim.Brokers.Count == 0 || claim.Brokers.Any(broker => broker.Host.Length == 0 || broker.Port is < 1 or > 65535)
                ? "where the broker is"
            : claim.BrokerRoots.Count == 0 ? "who vouches for the broker"
            : claim.Certificate.IsEmpty || claim.Key.IsEmpty ? "its certificate"
            : claim.HeadOfficeKey.IsEmpty ? "head office's key"
            : claim.Store.Length > 0 != claim.Box.Length > 0 ? "both store and box" : "";
        return missing.Length == 0 ? claim : throw new InvalidDataException($"it does not say {missing}: have head office make another");
    }

    private static InvalidDataException Damaged() =>
        new("it is cut or damaged: copy it again, whole, or have head office make another");
}
