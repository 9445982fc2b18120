using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Store;

/// <summary>The header of a journal entry, as it is hashed.</summary>
/// <param name="Seq">Position in the journal, from 1.</param>
/// <param name="AtUs">Microseconds since 1970-01-01 UTC.</param>
/// <param name="Clock">How far the clock was trusted; the number of ClockQuality in the protos.</param>
/// <param name="Kind">Full name of the message in the body.</param>
/// <param name="Register">Number of the register; 0: the box.</param>
/// <param name="Employee">Number of the employee; empty: nobody.</param>
public readonly record struct EntryHeader(
    long Seq, long AtUs, int Clock, string Kind, int Register, string Employee);

/// <summary>
/// The hash that chains the journal: SHA-256(previous hash || length of header || header || length of body || body).
/// All who check the chain use this: the box, head office, the technician's tool.
/// </summary>
/// <remarks>
/// The header is: the byte 1 (its version), seq (8 bytes), at (8), clock (4), kind (length 4, then UTF-8), register (4),
/// employee (length 4, then UTF-8). Numbers are big-endian, lengths count bytes. Every part has a length, so no two
/// entries have the same input. Test vectors are in tests/EdgePos.Tests/Store/EntryHashTests.cs.
/// </remarks>
public static class EntryHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    /// <summary>Bytes of an epoch.</summary>
    public const int EpochSize = 16;

    private const byte HeaderVersion = 1;

    /// <summary>What a journal begins with, before entry 1: bound to the epoch, so that two journals never share a chain.</summary>
    public static byte[] Genesis(ReadOnlySpan<byte> epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(epoch.Length, EpochSize);
        return SHA256.HashData([.. "edgepos journal 1\n"u8, .. epoch]);
    }

    /// <summary>The hash of an entry that follows one with the hash <paramref name="previous"/>.</summary>
    public static byte[] Of(ReadOnlySpan<byte> previous, in EntryHeader header, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(previous.Length, Size);
        byte[] kind = Encoding.UTF8.GetBytes(header.Kind), employee = Encoding.UTF8.GetBytes(header.Employee);
        int headerLength = 1 + 8 + 8 + 4 + 4 + kind.Length + 4 + 4 + employee.Length;
        byte[] input = new byte[Size + 4 + headerLength + 4 + body.Length];

        var rest = new Writer(input);
        rest.Bytes(previous);
        rest.Int32(headerLength);
        rest.Bytes([HeaderVersion]);
        rest.Int64(header.Seq);
        rest.Int64(header.AtUs);
        rest.Int32(header.Clock);
        rest.Int32(kind.Length);
        rest.Bytes(kind);
        rest.Int32(header.Register);
        rest.Int32(employee.Length);
        rest.Bytes(employee);
        rest.Int32(body.Length);
        rest.Bytes(body);
        return SHA256.HashData(input);
    }

    private ref struct Writer(Span<byte> rest)
    {
        private Span<byte> _rest = rest;

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_rest);
            _rest = _rest[bytes.Length..];
        }

        public void Int32(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_rest, value);
            _rest = _rest[8..];
        }
    }
}
