using System.Buffers.Binary;

namespace EdgePos.Devices;

/// <summary>
/// struct input_event of Linux on a 64-bit machine (linux/input.h): the time in 16 bytes, then what, which and how, in the
/// machine's order of bytes, which is little endian on all that we run on.
/// </summary>
/// <param name="Type">EV_SYN, EV_KEY and so on.</param>
/// <param name="Code">Which key.</param>
/// <param name="Value">0 released, 1 pressed, 2 held so long that it repeats.</param>
internal readonly record struct InputEvent(ushort Type, ushort Code, int Value)
{
    /// <summary>Bytes of one.</summary>
    public const int Size = 24;

    /// <summary>Types and codes (linux/input-event-codes.h).</summary>
    public const ushort Syn = 0, Key = 1, Report = 0, Dropped = 3;

    /// <summary>Reads one.</summary>
    public static InputEvent Of(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
}
