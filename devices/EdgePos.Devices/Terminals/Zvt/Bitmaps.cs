using System.Collections.Frozen;
using System.Globalization;

namespace EdgePos.Devices;

/// <summary>
/// Reads the fields ("bitmaps") of a message one after another. A field is its number and its content, whose length is fixed
/// for each number, or in two or three bytes F0-F9 before it, or that of a TLV container.
/// </summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapter "Summary of utilised BMPs".</remarks>
internal ref struct Bitmaps(ReadOnlySpan<byte> rest)
{
    private const int TwoDigits = -2, ThreeDigits = -3, Container = -1;

    private static readonly FrozenDictionary<byte, int> Sizes = ReadSizes("""
        1: 01 02 03 05 19 27 72 73 74 75 8A 8C A0 D0 D2 D3 E0 E9 EA F0 F9 FA FB FC FD
        2: 0D 0E 17 3A 49 87
        3: 0B 0C 37 3D 88 AA
        4: 29 70 71
        5: BA
        6: 04
        8: 3B EB
        15: 2A
        -2: 22 23 2D 8B A7 D1 E1 E2 E3 E4 E5 E6 E7 E8 F1 F2 F3 F4 F5 F6 F7 F8
        -3: 24 2E 3C 60 9A AF
        -1: 06
        """);

    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>False: something came that is no field, or more was announced than there is.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Number of the field.</summary>
    public byte Number { get; private set; }

    /// <summary>Its content.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes to the next field; false: there is none, or none that can be read.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || !IsWhole)
            return false;
        Number = _rest[0];
        IsWhole = Sizes.TryGetValue(Number, out int size) && Open(_rest[1..], size);
        return IsWhole;
    }

    private bool Open(ReadOnlySpan<byte> from, int size)
    {
        int digits = size switch { TwoDigits => 2, ThreeDigits => 3, _ => 0 };
        if (size == Container)
        {
            if (!Tlv.TryReadLength(from, out size, out digits))
                return false;
        }
        else if (digits > 0 && !TryReadDigits(from, digits, out size))
        {
            return false;
        }

        if (from.Length < digits + size)
            return false;
        Content = from.Slice(digits, size);
        _rest = from[(digits + size)..];
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> from, int count, out int size)
    {
        size = 0;
        for (int i = 0; i < count; i++)
        {
            if (i >= from.Length || from[i] >> 4 != 0xF || (from[i] & 0xF) > 9)
                return false;
            size = (size * 10) + (from[i] & 0xF);
        }

        return true;
    }

    private static FrozenDictionary<byte, int> ReadSizes(string table) => table.Split('\n')
        .Select(line => line.Split(':'))
        .SelectMany(row => row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => (Number: Convert.ToByte(number, 16), Size: int.Parse(row[0], CultureInfo.InvariantCulture))))
        .ToFrozenDictionary(field => field.Number, field => field.Size);
}
