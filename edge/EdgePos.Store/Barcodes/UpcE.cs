namespace EdgePos.Store;

/// <summary>UPC-E: a GTIN-12 whose zeros were left out so that it fits on a small package.</summary>
/// <remarks>Source: GS1 General Specifications, section 5.2.2.4.2 (zero-suppression).</remarks>
public static class UpcE
{
    /// <summary>The GTIN of eight digits that begin with 0 and end with the check digit; false where they are none.</summary>
    public static bool TryExpand(string text, out Gtin gtin)
    {
        gtin = default;
        if (text.Length != 8 || text[0] != '0' || !text.All(char.IsAsciiDigit))
            return false;
        string six = text[1..7];
        string eleven = six[5] switch
        {
            '0' or '1' or '2' => $"0{six[..2]}{six[5]}0000{six[2..5]}",
            '3' => $"0{six[..3]}00000{six[3..5]}",
            '4' => $"0{six[..4]}00000{six[4]}",
            var last => $"0{six[..5]}0000{last}",
        };
        return Gtin.TryParse(eleven + text[7], out gtin);
    }
}
