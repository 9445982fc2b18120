namespace EdgePos.Devices;

/// <summary>
/// One message of ZVT: control field (class, instruction), length, data. A length of FF says that two bytes follow, the low
/// one first.
/// </summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol (PA00P015), chapter "APDU structure".</remarks>
/// <param name="Control">Class and instruction, e.g. 0x060F.</param>
/// <param name="Data">At most 65,535 bytes.</param>
internal sealed record Apdu(ushort Control, byte[] Data)
{
    /// <summary>Bytes of the shortest message.</summary>
    public const int HeaderSize = 3;

    private const byte Extended = 0xFF;

    /// <summary>Class 84 with an instruction other than 00: an error code.</summary>
    public bool IsRefusal => Control >> 8 == 0x84 && (Control & 0xFF) != 0;

    /// <summary>80 00, or its other form 84 00.</summary>
    public bool IsAcknowledgement => Control is ZvtCommands.Acknowledged or ZvtCommands.AcknowledgedToo;

    /// <summary>The bytes of a message.</summary>
    public byte[] ToBytes()
    {
        byte[] header = Data.Length < Extended
            ? [(byte)(Control >> 8), (byte)Control, (byte)Data.Length]
            : [(byte)(Control >> 8), (byte)Control, Extended, (byte)Data.Length, (byte)(Data.Length >> 8)];
        return [.. header, .. Data];
    }

    /// <summary>
    /// Takes the first message out of what was received. <paramref name="used"/>: how many bytes to drop, also where there is
    /// no whole message yet: bytes that begin none are garbage.
    /// </summary>
    public static Apdu? Take(ReadOnlySpan<byte> received, out int used, out int garbage)
    {
        garbage = 0;
        while (garbage < received.Length && !MayBegin(received[garbage..]))
            garbage++;
        used = garbage;
        var rest = received[garbage..];
        if (rest.Length < HeaderSize)
            return null;
        bool extended = rest[2] == Extended;
        if (extended && rest.Length < HeaderSize + 2)
            return null;
        int length = extended ? rest[3] | (rest[4] << 8) : rest[2];
        int start = extended ? HeaderSize + 2 : HeaderSize;
        if (rest.Length < start + length)
            return null;
        used += start + length;
        return new Apdu((ushort)((rest[0] << 8) | rest[1]), rest.Slice(start, length).ToArray());
    }

    // What a terminal sends: answers (80 00, 84 xx), reports (04 xx) and commands to the register (06 xx).
    private static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        0x80 => bytes.Length == 1 || bytes[1] == 0,
        0x84 => true,
        0x04 => bytes.Length == 1 || bytes[1] is 0x01 or 0x0D or 0x0E or 0x0F or 0xFF,
        0x06 => bytes.Length == 1 || bytes[1] is 0x0F or 0x1E or >= 0x85 and <= 0x88 or >= 0xD0 and <= 0xF0,
        _ => false,
    };
}
