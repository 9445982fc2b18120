namespace EdgePos.Devices;

/// <summary>
/// What keys type: Shift, CapsLock, AltGr, dead accents, the number pad, and the two ways in which scanners type what no key has,
/// Ctrl with a letter or bracket (Ctrl+] is GS) and Alt held while the number pad gives the number of the character (029 is GS).
/// </summary>
internal sealed class Keystrokes(KeyboardLayout layout)
{
    private const ushort Backspace = 14, Tab = 15, Enter = 28, RightBracket = 27, CapsLock = 58, PadEnter = 96, Delete = 111;
    private const int CodeMax = 999, Ascii = 0x7F;

    // The modifiers, and the bit that each has in _held.
    private static readonly ushort[] Modifiers = [42, 54, 29, 97, 56, 100];
    private const int Shift = 0b11, Ctrl = 0b1100, LeftAlt = 0b1_0000, RightAlt = 0b10_0000;

    // The pad's keys from its slash on; digits and marks are the same in every layout.
    private static readonly Dictionary<ushort, char> Pad = new()
    {
        [71] = '7',
        [72] = '8',
        [73] = '9',
        [75] = '4',
        [76] = '5',
        [77] = '6',
        [79] = '1',
        [80] = '2',
        [81] = '3',
        [82] = '0',
        [83] = '.',
        [74] = '-',
        [78] = '+',
        [55] = '*',
        [98] = '/',
        [117] = '=',
        [121] = ',',
    };

    private int _held;
    private int _number = -1; // that the pad has given while Alt is held; -1: none
    private bool _isCaps, _isAfterDead;

    /// <summary>Forgets what is held: nobody knows.</summary>
    public void Reset() => (_held, _number, _isCaps, _isAfterDead) = (0, -1, false, false);

    /// <summary>A key was pressed, or let go.</summary>
    /// <returns>The character that it typed; null: none. <see cref="ScanText.NoCharacter"/>: it spoils what was typed.</returns>
    public char? Move(ushort key, bool isPressed)
    {
        int modifier = Array.IndexOf(Modifiers, key);
        if (modifier >= 0)
            return Hold(1 << modifier, isPressed);
        if (!isPressed)
            return null;
        if (key == CapsLock)
            _isCaps = !_isCaps;
        return key is Enter or PadEnter or Tab ? Ended() : key is Backspace or Delete ? ScanText.NoCharacter : Typed(key);
    }

    private char? Hold(int bit, bool isPressed)
    {
        bool wasAlt = IsAlt;
        _held = isPressed ? _held | bit : _held & ~bit;
        if (!wasAlt || IsAlt || _number < 0)
            return null;
        int number = _number;
        _number = -1;
        return number <= Ascii ? (char)number : ScanText.NoCharacter;
    }

    private char Ended()
    {
        _isAfterDead = false;
        return '\r';
    }

    private char? Typed(ushort key)
    {
        bool isPad = Pad.TryGetValue(key, out char onPad);
        if (IsAlt && isPad && char.IsAsciiDigit(onPad))
        {
            _number = Math.Min((Math.Max(_number, 0) * 10) + (onPad - '0'), CodeMax);
            return null;
        }

        if (isPad)
            return onPad;
        if (IsAlt)
            return layout.Type(key, 0) is null ? null : ScanText.NoCharacter;
        return (_held & Ctrl) != 0 && !IsThird ? Control(key) : Plain(key);
    }

    private char? Plain(ushort key)
    {
        int level = Level(key);
        char? typed = layout.Type(key, level);
        if (typed is not { } character)
            return layout.Type(key, 0) is null ? null : ScanText.NoCharacter; // F keys and arrows type nothing, and spoil nothing
        bool endsDead = _isAfterDead && character == ' ';
        _isAfterDead = layout.IsDead(character, level);
        return endsDead ? null : character;
    }

    private int Level(ushort key)
    {
        if (IsThird)
            return 2;
        bool isLetter = layout.Type(key, 0) is { } plain && char.IsLetter(plain);
        return ((_held & Shift) != 0) ^ (_isCaps && isLetter) ? 1 : 0;
    }

    // The right bracket's key is Ctrl+] in every country; else the control character is the letter's, as on a terminal.
    private char? Control(ushort key)
    {
        if (key == RightBracket)
            return '\u001D';
        return layout.Type(key, 0) is not { } plain ? null
            : char.ToUpperInvariant(plain) is >= '@' and <= '_' and var upper ? (char)(upper & 0x1F)
            : ScanText.NoCharacter;
    }

    private bool IsThird => layout.HasThirdLevel
        && ((_held & RightAlt) != 0 || ((_held & LeftAlt) != 0 && (_held & Ctrl) != 0));

    private bool IsAlt => !IsThird && (_held & (LeftAlt | RightAlt)) != 0;
}
