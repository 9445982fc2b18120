using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Letters and accents that come apart, as macOS and some catalogues write them, put together: e + U+0301 is é. The runtime
/// does this only with the ICU library, which a box does not have.
/// </summary>
internal static class Composition
{
    // For each combining mark: letter, letter with the mark, letter, ... The European letters that printers have.
    private static readonly Dictionary<char, string> Marks = new()
    {
        ['\u0300'] = "AÀEÈIÌNǸOÒUÙaàeèiìnǹoòuù", // grave
        ['\u0301'] = "AÁCĆEÉGǴIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeégǵiílĺnńoórŕsśuúyýzź", // acute
        ['\u0302'] = "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ", // circumflex
        ['\u0303'] = "AÃIĨNÑOÕUŨaãiĩnñoõuũ", // tilde
        ['\u0304'] = "AĀEĒIĪOŌUŪYȲaāeēiīoōuūyȳ", // macron
        ['\u0306'] = "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭийИЙ", // breve
        ['\u0307'] = "AȦCĊEĖGĠIİOȮZŻaȧcċeėgġoȯzż", // dot above
        ['\u0308'] = "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿеёЕЁ", // diaeresis
        ['\u030A'] = "AÅUŮaåuů", // ring
        ['\u030B'] = "OŐUŰoőuű", // double acute
        ['\u030C'] = "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzž", // caron
        ['\u0326'] = "SȘTȚsștț", // comma below
        ['\u0327'] = "CÇEȨGĢKĶLĻNŅRŖSŞTŢcçeȩgģkķlļnņrŗsştţ", // cedilla
        ['\u0328'] = "AĄEĘIĮOǪUŲaąeęiįoǫuų", // ogonek
    };

    /// <summary>The text with what belongs together put together; a mark that fits no letter goes.</summary>
    public static string Compose(string text)
    {
        var composed = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (!IsMark(character))
                composed.Append(character);
            else if (composed.Length > 0 && WithMark(composed[^1], character) is { } letter)
                composed[^1] = letter;
        }

        return composed.ToString();
    }

    private static bool IsMark(char character) =>
        char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.NonSpacingMark;

    private static char? WithMark(char letter, char mark)
    {
        string pairs = Marks.GetValueOrDefault(mark, "");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] == letter)
                return pairs[i + 1];
        }

        return null;
    }
}
