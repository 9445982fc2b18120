using System.Globalization;
using System.Resources;

namespace EdgePos.Store;

/// <summary>All sentences that a cashier or shopper may see, in the languages that have a Texts.xx.resx.</summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new(typeof(Texts));

    /// <summary>Languages there is a text in; the first is used where another was asked for.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "nl"];

    /// <summary>The text of a key; the key itself where there is none, so that nothing is ever hidden.</summary>
    public static string Get(string key, string language) =>
        Resources.GetString(key, CultureOf(language)) ?? key;

    /// <summary>The sentence for a refusal.</summary>
    public static string Of(Refusal refusal, string language) =>
        string.Format(CultureInfo.InvariantCulture, Get(refusal.Reason, language), [.. PadArgs(refusal)]);

    // A text may name up to three things; one that is missing must not turn a refusal into a fault.
    private static IEnumerable<object> PadArgs(Refusal refusal) =>
        refusal.Args.Concat(Enumerable.Repeat(refusal.Field, 3)).Take(3);

    /// <summary>An amount as a language writes it: 12.50 or 12,50.</summary>
    public static string Amount(Money money, string language) => money.Format(Get("DECIMAL_SIGN", language));

    private static CultureInfo CultureOf(string language) =>
        Languages.Contains(language) ? CultureInfo.GetCultureInfo(language) : CultureInfo.InvariantCulture;
}
