using System.Numerics;

namespace EdgePos.Devices;

/// <summary>
/// The proof that a program is approved for a scale: a checksum of a number of its own choice, made with a generator polynomial that
/// the scale's maker gives to those whose program was tested. Both numbers are rotated by what the scale asks, so that they look
/// different each time. The polynomial is no business of this repo: it stands in the settings.
/// </summary>
internal static class Dialog06Key
{
    private const int Bits = 16;

    /// <summary>The eight hexadecimal digits of record 10.</summary>
    /// <param name="polynomial">With its highest term.</param>
    /// <param name="chosen">Any number.</param>
    /// <param name="asked">The two digits of record 11: how far to rotate the number to the left, and its checksum to the right.</param>
    public static string Answer(int polynomial, ushort chosen, byte asked)
    {
        ushort number = Rotate(chosen, asked >> 4), sum = Rotate(Checksum(polynomial, chosen), Bits - (asked & 0xF));
        return $"{number:X4}{sum:X4}";
    }

    /// <summary>What is left of the number, followed by sixteen zeros, when it is divided by the polynomial.</summary>
    public static ushort Checksum(int polynomial, ushort number)
    {
        if (polynomial <= 0)
            return 0;
        uint generator = (uint)polynomial << BitOperations.LeadingZeroCount((uint)polynomial);
        uint rest = (uint)number << Bits;
        for (int i = 0; i < Bits; i++)
            rest = ((rest & 0x80000000) != 0 ? rest ^ generator : rest) << 1;
        return (ushort)(rest >> Bits);
    }

    private static ushort Rotate(ushort value, int left) => (ushort)((value << (left % Bits)) | (value >> ((Bits - (left % Bits)) % Bits)));
}
