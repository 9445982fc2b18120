namespace EdgePos.Devices;

/// <summary>Numbers of two decimal digits a byte, the high one first.</summary>
internal static class Bcd
{
    /// <summary>A number in so many bytes.</summary>
    public static byte[] Of(long value, int size)
    {
        byte[] bytes = new byte[size];
        for (int i = size - 1; i >= 0; i--, value /= 100)
            bytes[i] = (byte)((value / 10 % 10 << 4) | (value % 10));
        return bytes;
    }

    /// <summary>The number; null where a nibble is no digit.</summary>
    public static long? Read(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (byte two in bytes)
        {
            if (two >> 4 > 9 || (two & 0xF) > 9)
                return null;
            value = (value * 100) + ((two >> 4) * 10) + (two & 0xF);
        }

        return value;
    }

    /// <summary>The digits as a text: E stands for a masked digit, F for none.</summary>
    public static string Digits(ReadOnlySpan<byte> bytes)
    {
        Span<char> digits = stackalloc char[Math.Min(bytes.Length * 2, 64)];
        int count = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int nibble = i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 0xF;
            if (nibble != 0xF)
                digits[count++] = nibble <= 9 ? (char)('0' + nibble) : '*';
        }

        string read = new(digits[..count]);
        digits.Clear();
        return read;
    }
}
