using System.Collections.Frozen;

namespace EdgePos.Devices;

/// <summary>
/// What the keys of a keyboard type. A scanner that is a keyboard sends keys, not characters: which ones depends on the country
/// that it is set to (a setting code in its manual), and that must be the layout that it is read with here. The sign of a wrong
/// one is y in place of z, or !@# in place of digits.
/// </summary>
public sealed class KeyboardLayout
{
    // Linux' numbers of the keys (input-event-codes.h), row by row from the left, as all the rows below are written.
    private static readonly byte[] Digits = [41, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
    private static readonly byte[] Upper = [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
    private static readonly byte[] Middle = [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 43];
    private static readonly byte[] Lower = [86, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53];

    // A blank: the key types nothing at this level.
    private readonly FrozenDictionary<byte, string> _keys;
    private readonly string _dead, _deadThird;

    private KeyboardLayout(string name, string dead, string deadThird, (byte[] Row, string Plain, string Shift, string Third)[] rows)
    {
        (Name, _dead, _deadThird) = (name, dead, deadThird);
        var keys = new Dictionary<byte, string> { [57] = "   " };
        foreach (var (row, plain, shift, third) in rows)
        {
            for (int i = 0; i < row.Length; i++)
                keys[row[i]] = new string([plain[i], shift[i], i < third.Length ? third[i] : ' ']);
        }

        _keys = keys.ToFrozenDictionary();
    }

    /// <summary>United States: what scanners are delivered with.</summary>
    public static KeyboardLayout Us { get; } = new("us", dead: "", deadThird: "",
    [
        (Digits, "`1234567890-=", "~!@#$%^&*()_+", ""),
        (Upper, "qwertyuiop[]", "QWERTYUIOP{}", ""),
        (Middle, "asdfghjkl;'\\", "ASDFGHJKL:\"|", ""),
        (Lower, "<zxcvbnm,./", ">ZXCVBNM<>?", ""),
    ]);

    /// <summary>Germany (DIN 2137, T1).</summary>
    public static KeyboardLayout German { get; } = new("de", dead: "^´`", deadThird: "",
    [
        (Digits, "^1234567890ß´", "°!\"§$%&/()=?`", "  ²³   {[]}\\"),
        (Upper, "qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~"),
        (Middle, "asdfghjklöä#", "ASDFGHJKLÖÄ'", ""),
        (Lower, "<yxcvbnm,.-", ">YXCVBNM;:_", "|      µ"),
    ]);

    /// <summary>France (AZERTY, as PCs have it).</summary>
    public static KeyboardLayout French { get; } = new("fr", dead: "^¨", deadThird: "~`",
    [
        (Digits, "²&é\"'(-è_çà)=", " 1234567890°+", "  ~#{[|`\\^@]}"),
        (Upper, "azertyuiop^$", "AZERTYUIOP¨£", "  €        ¤"),
        (Middle, "qsdfghjklmù*", "QSDFGHJKLM%µ", ""),
        (Lower, "<wxcvbn,;:!", ">WXCVBN?./§", ""),
    ]);

    /// <summary>The layouts that a scanner may be set to.</summary>
    public static IReadOnlyList<KeyboardLayout> All { get; } = [Us, German, French];

    /// <summary>Its name in the settings.</summary>
    public string Name { get; }

    /// <summary>True where the third level (AltGr) has characters.</summary>
    internal bool HasThirdLevel => this != Us;

    /// <summary>The layout of a name; null: there is none.</summary>
    public static KeyboardLayout? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>What a key types; null: nothing.</summary>
    /// <param name="key">Linux' number of the key.</param>
    /// <param name="level">0 plain, 1 with Shift, 2 with AltGr.</param>
    internal char? Type(ushort key, int level) =>
        key <= byte.MaxValue && _keys.TryGetValue((byte)key, out string? levels) && (levels[level] != ' ' || key == 57)
            ? levels[level]
            : null;

    /// <summary>True for an accent that waits for a letter: the blank typed after it only ends it.</summary>
    internal bool IsDead(char typed, int level) => (level == 2 ? _deadThird : _dead).Contains(typed, StringComparison.Ordinal);
}
