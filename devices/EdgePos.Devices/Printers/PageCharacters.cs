using System.Text;

namespace EdgePos.Devices;

/// <summary>Where in a printer's code pages each character is.</summary>
internal static class PageCharacters
{
    /// <summary>For each character the first page that has it, and its code there.</summary>
    public static Dictionary<char, (byte Page, byte Code)> Of(IReadOnlyList<CodePage> pages)
    {
        var characters = new Dictionary<char, (byte, byte)>();
        foreach (var page in pages)
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page.Standard)
                ?? throw new ArgumentException($"there is no code page {page.Standard}", nameof(pages));
            for (int code = 0x80; code <= 0xFF; code++)
            {
                string text = encoding.GetString([(byte)code]);
                if (text.Length == 1 && !char.IsControl(text[0]) && text[0] != '\uFFFD')
                    characters.TryAdd(text[0], (page.Number, (byte)code));
            }
        }

        // A space that does not break is a space on paper.
        characters['\u00A0'] = (pages[0].Number, (byte)' ');
        return characters;
    }
}
