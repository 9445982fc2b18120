using System.Globalization;
using System.Resources;
using EdgePos.Files;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>All that a cashier or customer reads, in one language. What the box says comes from the box, in that language too.</summary>
/// <param name="language">One of <see cref="Languages"/>.</param>
internal sealed class Texts(string language)
{
    /// <summary>Languages there is a Texts.xx.resx in.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "nl"];

    private static readonly ResourceManager Resources = new(typeof(Texts));

    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(language);

    /// <summary>The language of a POSIX locale such as "nl_NL.UTF-8"; English where there are no texts in it.</summary>
    public static string LanguageOf(string? locale) =>
        Languages.FirstOrDefault(known => locale?.StartsWith(known, StringComparison.OrdinalIgnoreCase) == true) ?? "en";

    /// <summary>The decimal sign.</summary>
    public string DecimalSign => Of(Say.DecimalSign);

    /// <summary>A sentence, with what it names.</summary>
    public string Of(Say say, params object[] args)
    {
        string text = Find(say.ToString()) ?? throw new MissingManifestResourceException($"No text {say} in {language}.");
        return args.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, args);
    }

    /// <summary>What to do about a refusal: by its code where that has a text of its own, else by the kind of its status.</summary>
    public string HintOf(Refusal refusal) => Find($"Hint_{refusal.Reason}") ?? Of(refusal.Status switch
    {
        StatusCode.InvalidArgument => Say.HintMend,
        StatusCode.NotFound => Say.HintLookAgain,
        StatusCode.AlreadyExists => Say.HintStartAgain,
        _ => Say.HintCallSomeone,
    });

    /// <summary>An amount with its currency.</summary>
    public string Money(Money? money) => money is null ? "" : $"{Amounts.Format(money, DecimalSign)} {money.Currency}";

    /// <summary>An amount without its currency.</summary>
    public string Amount(Money? money) => Amounts.Format(money, DecimalSign);

    /// <summary>The quantity of a line, with its unit.</summary>
    public string Quantity(Line line) => Quantities.Format(line.QuantityThousandths, line.Unit, DecimalSign);

    private string? Find(string key) => Resources.GetString(key, _culture);
}
