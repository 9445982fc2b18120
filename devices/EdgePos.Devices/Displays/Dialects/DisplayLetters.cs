namespace EdgePos.Devices;

/// <summary>The characters of a display's tables. ASCII is the same in all of them; what none has is shown as a question mark.</summary>
internal sealed class DisplayLetters
{
    private readonly Dictionary<char, (byte Page, byte Code)> _letters = [];

    public DisplayLetters(IEnumerable<CodePage> pages)
    {
        foreach (var page in pages)
        {
            var encoding = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(page.Standard)
                ?? throw new ArgumentException($"there is no code page {page.Standard}", nameof(pages));
            for (int code = 0x80; code <= 0xFF; code++)
            {
                string text = encoding.GetString([(byte)code]);
                if (text.Length == 1 && !char.IsControl(text[0]) && text[0] != '\uFFFD')
                    _letters.TryAdd(text[0], (page.Number, (byte)code));
            }
        }
    }

    /// <summary>The code of a character and the table it is in; null: it is the same in every table.</summary>
    public (byte? Page, byte Code) Of(char letter) =>
        letter is >= ' ' and <= '~' ? (null, (byte)letter)
        : letter == '\u00A0' ? (null, (byte)' ')
        : _letters.TryGetValue(letter, out var found) ? (found.Page, found.Code)
        : (null, (byte)'?');
}
