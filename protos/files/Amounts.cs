using EdgePos.V1;

namespace EdgePos.Files;

/// <summary>Money as text. What is sent and added up are minor units; decimals exist on the screen and in files only.</summary>
public static class Amounts
{
    // Source: ISO 4217:2015 list one, minor units; every other currency has two decimals.
    private static readonly HashSet<string> NoDecimals = ["JPY", "KRW", "ISK", "CLP", "VND", "XAF", "XOF", "XPF"];
    private static readonly HashSet<string> ThreeDecimals = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>Decimals of a currency's minor unit: 2 for EUR, 0 for JPY.</summary>
    public static int DecimalsOf(string currency) =>
        NoDecimals.Contains(currency) ? 0 : ThreeDecimals.Contains(currency) ? 3 : 2;

    /// <summary>True for three capitals.</summary>
    public static bool IsCurrency(string code) => code.Length == 3 && code.All(char.IsAsciiLetterUpper);

    /// <summary>Reads what a cashier types; both decimal signs are understood, thousands are not marked.</summary>
    public static bool TryParseTyped(string text, string currency, out Money money)
    {
        bool good = Scaled.TryParse(text, DecimalsOf(currency), ".,", out long minor);
        money = new Money { Minor = minor, Currency = currency };
        return good;
    }

    /// <summary>Reads an amount of a file, where the decimal sign is a point.</summary>
    public static bool TryParseFiled(string text, string currency, out long minor) =>
        Scaled.TryParse(text, DecimalsOf(currency), ".", out minor);

    /// <summary>The amount without its currency, as a language writes it; empty where there is none.</summary>
    public static string Format(Money? money, string decimalSign) =>
        money is null ? "" : Scaled.Format(money.Minor, DecimalsOf(money.Currency), decimalSign);
}
