namespace EdgePos.HeadOffice;

/// <summary>
/// Which text the books hold. PostgreSQL stores no U+0000 and has keys of at most 2.7 kB; no box of ours writes either, and
/// what does must not hold up its stream. Source: PostgreSQL, "Character Types" and "B-Tree Indexes".
/// </summary>
internal static class StoredText
{
    /// <summary>The longest key: a code of an item, a name of a box.</summary>
    public const int MaxKeyChars = 256;

    /// <summary>What is said of an entry that has other text.</summary>
    public const string Problem = "it has a text that no column holds";

    private const char Nul = '\0', Mark = '\u2400';

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string text) => text.Length <= MaxKeyChars && IsPlain(text);

    /// <summary>Whether a text can be stored as it is.</summary>
    public static bool IsPlain(string text) => !text.Contains(Nul);

    /// <summary>Any text for people: what cannot be stored is shown in its place.</summary>
    public static string Shown(string text) => text.Replace(Nul, Mark);

    /// <summary>Any text so that it can be stored and got back to the letter, for what is hashed.</summary>
    public static string Packed(string text) => text.AsSpan().IndexOfAny(Nul, Mark) < 0 ? text
        : text.Replace("\u2400", "\u2400\u2400", StringComparison.Ordinal).Replace("\0", "\u24000", StringComparison.Ordinal);

    /// <summary>What <see cref="Packed"/> was given.</summary>
    public static string Unpacked(string stored)
    {
        if (!stored.Contains(Mark))
            return stored;
        var text = new System.Text.StringBuilder(stored.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            bool packed = stored[i] == Mark && i + 1 < stored.Length;
            text.Append(!packed ? stored[i] : stored[++i] == '0' ? Nul : stored[i]);
        }

        return text.ToString();
    }
}
