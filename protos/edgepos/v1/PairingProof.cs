using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Agreement.JPake;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace EdgePos.V1;

/// <summary>
/// One end's proof that it knows the code of a pairing, the same for the box and for a new register: J-PAKE (RFC 8236), then a MAC
/// each way over all that was said.
///
/// Why six digits are enough. Each end sends what is blinded by exponents of 256 bits of its own; whoever listens, or plays one end,
/// learns from a run whether the one code that he tried is right, and has nothing to try others on afterwards. The register proves
/// itself first, so the box counts a try before it has told anything. Five tries of a million codes are all that anybody has.
///
/// Why nobody can stand in between. The keys of the MACs come from J-PAKE and the digest of all that was said: the certificate of TLS as
/// each end has it, the box's root, the request for a certificate. A man in the middle shows the register a certificate of his own
/// (for the box's he has no key), so the two digests differ, and neither MAC fits. The register trusts the root only when the box's
/// MAC fits, the box signs only when the register's does.
/// </summary>
public sealed class PairingProof
{
    private const int NumberBytesMax = 384;
    private const string Box = "box", Register = "register";

    private static readonly JPakePrimeOrderGroup Group = JPakePrimeOrderGroups.NIST_3072;

    private readonly JPakeParticipant _own;
    private readonly string _other;

    private PairingProof(string own, string other, string code)
    {
        _own = new JPakeParticipant(own, code.ToCharArray(), Group, new Sha256Digest(), new SecureRandom());
        _other = other;
    }

    /// <summary>The box's end.</summary>
    /// <param name="code">Six digits.</param>
    public static PairingProof OfBox(string code) => new(Box, Register, code);

    /// <summary>The new register's end.</summary>
    /// <param name="code">Six digits.</param>
    public static PairingProof OfRegister(string code) => new(Register, Box, code);

    /// <summary>What this end says first.</summary>
    public JPakeRound1 Round1()
    {
        var said = _own.CreateRound1PayloadToSend();
        return new JPakeRound1
        {
            Gx1 = ToWire(said.Gx1),
            Gx2 = ToWire(said.Gx2),
            Proof1 = ToWire(said.KnowledgeProofForX1),
            Proof2 = ToWire(said.KnowledgeProofForX2),
        };
    }

    /// <summary>What this end says to what the other said first.</summary>
    /// <exception cref="PairingFault">The other's numbers prove nothing.</exception>
    public JPakeRound2 Round2To(JPakeRound1? theirs) => Checked(() =>
    {
        _own.ValidateRound1PayloadReceived(new JPakeRound1Payload(
            _other, OfWire(theirs?.Gx1), OfWire(theirs?.Gx2), OfWire(theirs?.Proof1), OfWire(theirs?.Proof2)));
        var said = _own.CreateRound2PayloadToSend();
        return new JPakeRound2 { A = ToWire(said.A), Proof = ToWire(said.KnowledgeProofForX2s) };
    });

    /// <summary>The keys of the MACs; those of the other end are the same where it knows the code and has heard the same.</summary>
    /// <param name="theirs">What the other end said second.</param>
    /// <param name="said">All that was said, of which the keys depend.</param>
    /// <exception cref="PairingFault">The other's numbers prove nothing.</exception>
    public PairingKeys KeysOf(JPakeRound2? theirs, PairingSaid said) => Checked(() =>
    {
        _own.ValidateRound2PayloadReceived(new JPakeRound2Payload(_other, OfWire(theirs?.A), OfWire(theirs?.Proof)));
        byte[] secret = _own.CalculateKeyingMaterial().ToByteArrayUnsigned();
        byte[] keys = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, outputLength: 64, salt: said.Digest(), info: "edgepos pairing 1 keys"u8.ToArray());
        return new PairingKeys(keys[..32], keys[32..]);
    });

    private static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception wrong) when (wrong is CryptoException or ArgumentException or ArithmeticException or InvalidOperationException)
        {
            throw new PairingFault($"the numbers of a pairing prove nothing: {wrong.Message}");
        }
    }

    private static ByteString ToWire(BigInteger number) => ByteString.CopyFrom(number.ToByteArrayUnsigned());

    private static SchnorrProof ToWire(BigInteger[] proof) => new() { Gv = ToWire(proof[0]), R = ToWire(proof[1]) };

    private static BigInteger OfWire(ByteString? number) => number is { Length: > 0 and <= NumberBytesMax }
        ? new BigInteger(1, number.ToByteArray())
        : throw new ArgumentException("a number is missing or too long");

    private static BigInteger[] OfWire(SchnorrProof? proof) => [OfWire(proof?.Gv), OfWire(proof?.R)];
}

/// <summary>All that was said in a pairing, as one end has it.</summary>
/// <param name="Opening">The register's first word.</param>
/// <param name="Answer">The box's first word.</param>
/// <param name="Proof">The register's second word; its MAC does not count.</param>
/// <param name="TlsCertificate">DER of the certificate that the box showed in TLS; empty: there is no TLS, in a demo on loopback.</param>
public sealed record PairingSaid(PairOpening Opening, PairAnswerOpening Answer, PairProof Proof, byte[] TlsCertificate)
{
    /// <summary>SHA-256 of it, each part with its length before it.</summary>
    internal byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] part in new[]
        {
            "edgepos pairing 1"u8.ToArray(), Opening.ToByteArray(), Answer.ToByteArray(), Proof.Round2.ToByteArray(),
            Proof.Csr.ToByteArray(), TlsCertificate,
        })
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>The keys by which both ends show that they know the code and have heard the same.</summary>
public sealed class PairingKeys(byte[] ofRegister, byte[] ofBox)
{
    /// <summary>The register's MAC, 32 bytes.</summary>
    public byte[] RegisterMac() => HMACSHA256.HashData(ofRegister, "register"u8);

    /// <summary>The box's MAC over the certificate that it gives, 32 bytes.</summary>
    public byte[] BoxMac(RegisterCertificate given) => HMACSHA256.HashData(ofBox, "box"u8.ToArray().Concat(given.ToByteArray()).ToArray());

    /// <summary>True where a MAC is the one that it must be; takes as long where it is not.</summary>
    public static bool Fits(ByteString mac, byte[] must) => CryptographicOperations.FixedTimeEquals(mac.Span, must);
}

/// <summary>A pairing that comes to nothing.</summary>
/// <param name="message">Why, for the log of the end that found it.</param>
public sealed class PairingFault(string message) : Exception(message);
