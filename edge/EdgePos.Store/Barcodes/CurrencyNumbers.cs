namespace EdgePos.Store;

/// <summary>ISO 4217's numbers of currencies, as codes on goods have them.</summary>
internal static class CurrencyNumbers
{
    // Source: ISO 4217:2015 list one.
    private const string Known = """
        036AUD 124CAD 156CNY 203CZK 208DKK 344HKD 348HUF 352ISK 356INR 376ILS
        392JPY 410KRW 484MXN 554NZD 578NOK 702SGD 710ZAR 752SEK 756CHF 826GBP
        840USD 941RSD 946RON 949TRY 975BGN 978EUR 980UAH 985PLN 986BRL
        """;

    private static readonly Dictionary<string, string> Codes = Known.Split((char[])[' ', '\n'])
        .ToDictionary(known => known[..3], known => known[3..]);

    /// <summary>The three letters of a number; null where it is not known here.</summary>
    public static string? CodeOf(string number) => Codes.GetValueOrDefault(number);
}
