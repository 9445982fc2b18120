using Google.Protobuf;

namespace EdgePos.HeadOffice.V1;

/// <summary>The content of a dataset: rows, each after its length as a varint. The same at both ends.</summary>
public static class DatasetRows
{
    /// <summary>The largest content, bytes.</summary>
    public const long MaxContentBytes = 256L * 1024 * 1024;

    /// <summary>The largest package of a content, bytes.</summary>
    public const long MaxPackedBytes = 64L * 1024 * 1024;

    /// <summary>The largest chunk of a package, bytes.</summary>
    public const int MaxChunkBytes = 64 * 1024;

    /// <summary>The largest row, bytes.</summary>
    public const int MaxRowBytes = 1024 * 1024;

    /// <summary>Writes a row.</summary>
    public static void Write(Stream to, ReadOnlySpan<byte> row)
    {
        uint length = (uint)row.Length;
        for (; length >= 0x80; length >>= 7)
            to.WriteByte((byte)(length | 0x80));
        to.WriteByte((byte)length);
        to.Write(row);
    }

    /// <summary>The next row; null: there are no more.</summary>
    /// <exception cref="InvalidDataException">It is no row.</exception>
    public static byte[]? Next(Stream from)
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            int part = from.ReadByte();
            if (part < 0 && shift == 0)
                return null;
            if (part < 0 || shift > 21)
                throw new InvalidDataException("the length of a row cannot be read");
            length |= (part & 0x7f) << shift;
            if (part < 0x80)
                break;
        }

        if (length > MaxRowBytes)
            throw new InvalidDataException($"a row has {length} bytes, {MaxRowBytes} at most are allowed");
        byte[] row = new byte[length];
        return from.ReadAtLeast(row, length, throwOnEndOfStream: false) == length
            ? row : throw new InvalidDataException("the last row is cut off");
    }

    /// <summary>All rows.</summary>
    /// <exception cref="InvalidDataException">What is there are no rows.</exception>
    public static IEnumerable<byte[]> All(Stream from)
    {
        while (Next(from) is { } row)
            yield return row;
    }

    /// <summary>A row as a message.</summary>
    /// <exception cref="InvalidDataException">It is none of that kind.</exception>
    public static T Parse<T>(MessageParser<T> parser, byte[] row) where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(row);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new InvalidDataException($"a row cannot be read: {fault.Message}", fault);
        }
    }
}
