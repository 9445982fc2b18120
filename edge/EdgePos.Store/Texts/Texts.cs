using System.Globalization;
using System.Resources;

namespace EdgePos.Store;

/// <summary>All sentences that a cashier or shopper may see, in the languages that have a Texts.xx.resx.</summary>
public static class Texts
{
    // What a request said comes back in the sentence: no longer than a screen shows and a header holds.
    private const int LongestHead = 120, LongestTail = 60;

    // What a refusal names may itself be a text: then it is said in the reader's language.
    private const string TextMark = "text:";

    private static readonly ResourceManager Resources = new(typeof(Texts));

    /// <summary>Languages there is a text in; the first is used where another was asked for.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "nl"];

    /// <summary>The text of a key; the key itself where there is none, so that nothing is ever hidden.</summary>
    public static string Get(string key, string language) =>
        Resources.GetString(key, CultureOf(language)) ?? key;

    /// <summary>The sentence for a refusal.</summary>
    public static string Of(Refusal refusal, string language) =>
        string.Format(CultureInfo.InvariantCulture, Get(refusal.Reason, language), [.. PadArgs(refusal, language)]);

    // A text may name up to three things; one that is missing must not turn a refusal into a fault.
    private static IEnumerable<object> PadArgs(Refusal refusal, string language) =>
        refusal.Args.Concat(Enumerable.Repeat(refusal.Field, 3)).Take(3)
            .Select(said => said.StartsWith(TextMark, StringComparison.Ordinal) ? Get(said[TextMark.Length..], language) : Shown(said));

    // Its middle is left out, and what a terminal would obey; a pair of surrogates stays whole.
    private static string Shown(string said)
    {
        if (said.Length > LongestHead + LongestTail)
        {
            int head = char.IsHighSurrogate(said[LongestHead - 1]) ? LongestHead - 1 : LongestHead;
            int tail = char.IsLowSurrogate(said[^LongestTail]) ? LongestTail - 1 : LongestTail;
            said = $"{said[..head]}...{said[^tail..]}";
        }

        return string.Concat(said.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    /// <summary>An amount as a language writes it: 12.50 or 12,50.</summary>
    public static string Amount(Money money, string language) => money.Format(Get("DECIMAL_SIGN", language));

    private static CultureInfo CultureOf(string language) =>
        Languages.Contains(language) ? CultureInfo.GetCultureInfo(language) : CultureInfo.InvariantCulture;
}
