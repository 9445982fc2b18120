using System.Buffers.Binary;

namespace EdgePos.Devices;

/// <summary>How a scanner that is a keyboard types what has no key of its own.</summary>
public enum TypedControl
{
    /// <summary>Ctrl with the key of the character 64 above: Ctrl+] for GS.</summary>
    Ctrl,

    /// <summary>Alt held while the number pad types the number with three digits.</summary>
    AltPad,
}

/// <summary>
/// Types text as the events of a US keyboard, the way scanners do: each key pressed and let go, with a report after each. Numbers
/// of the keys from linux/input-event-codes.h; written the other way round from how they are read, so that one checks the other.
/// </summary>
public static class VirtualKeys
{
    /// <summary>The keys that a scanner's text may need.</summary>
    public const ushort EnterKey = 28, TabKey = 15, CapsLockKey = 58;

    private const ushort ShiftKey = 42, CtrlKey = 29, AltKey = 56, SpaceKey = 57;
    private const int EventBytes = 24;
    private const ushort SynReport = 0, Syn = 0, Key = 1;

    private static readonly ushort[] PadKeys = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]; // 0 to 9

    /// <summary>A text, then Enter.</summary>
    public static byte[] Line(string text, TypedControl control = TypedControl.Ctrl) => [.. Text(text, control), .. Stroke(EnterKey)];

    /// <summary>A text.</summary>
    /// <param name="text">Printable ASCII and control characters.</param>
    /// <param name="control">How control characters are typed.</param>
    public static byte[] Text(string text, TypedControl control = TypedControl.Ctrl) =>
        [.. text.SelectMany(one => Character(one, control))];

    /// <summary>A key pressed and let go.</summary>
    public static byte[] Stroke(ushort key) => [.. Move(key, 1), .. Move(key, 0)];

    /// <summary>A key pressed (1), let go (0) or repeating (2), and the report of it.</summary>
    public static byte[] Move(ushort key, int value) => [.. Event(Key, key, value), .. Event(Syn, SynReport, 0)];

    /// <summary>One struct input_event, at no time.</summary>
    public static byte[] Event(ushort type, ushort code, int value)
    {
        byte[] bytes = new byte[EventBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), code);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), value);
        return bytes;
    }

    private static byte[] Character(char one, TypedControl control)
    {
        if (one < ' ')
            return control == TypedControl.Ctrl ? With(CtrlKey, Find((char)(one + 64)).Key) : Alt(one);
        var (key, isShifted) = Find(one);
        return isShifted ? With(ShiftKey, key) : Stroke(key);
    }

    private static byte[] With(ushort modifier, ushort key) => [.. Move(modifier, 1), .. Stroke(key), .. Move(modifier, 0)];

    private static byte[] Alt(char one) =>
        [.. Move(AltKey, 1), .. $"{(int)one:D3}".SelectMany(digit => Stroke(PadKeys[digit - '0'])), .. Move(AltKey, 0)];

    // Where a character is on the keyboard: four rows, each beginning at the number of its first key.
    private static (ushort Key, bool IsShifted) Find(char one)
    {
        ReadOnlySpan<(ushort First, string Plain, string Shifted)> rows =
        [
            (2, "1234567890-=", "!@#$%^&*()_+"), (16, "qwertyuiop[]", "QWERTYUIOP{}"), (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
            (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"), (SpaceKey, " ", " "),
        ];
        foreach (var (first, plain, shifted) in rows)
        {
            int at = plain.IndexOf(one, StringComparison.Ordinal);
            if (at >= 0)
                return ((ushort)(first + at), false);
            at = shifted.IndexOf(one, StringComparison.Ordinal);
            if (at >= 0)
                return ((ushort)(first + at), true);
        }

        throw new ArgumentOutOfRangeException(nameof(one), one, "no key types it");
    }
}
