using System.ComponentModel.DataAnnotations;
using System.Globalization;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Selling": what staff may do on their own, who may allow more, and what is taken to pay.</summary>
public sealed class SellingOptions : IValidatableObject
{
    private const string Kinds = "cash|card|voucher|account|foreign_cash|gift_card|points";

    /// <summary>The largest percentage that staff may take off on their own, also by another price.</summary>
    [Range(0, 100)]
    public double DiscountPercent { get; set; } = 10;

    /// <summary>The largest refund in cash that staff may give on their own, minor units.</summary>
    [Range(0, 1_000_000_000_000)]
    public long RefundMinor { get; set; } = 5_000;

    /// <summary>The most that staff may take back without a receipt on their own, minor units.</summary>
    [Range(0, 1_000_000_000_000)]
    public long ReturnWithoutReceiptMinor { get; set; } = 1_000;

    /// <summary>
    /// What becomes of goods with a receipt of another store while head office cannot be asked about it: they are refused, or taken
    /// as without a receipt, within its limit, with the number in the journal, so that head office finds a second refund afterwards.
    /// </summary>
    public ReturnsUnasked ReturnsElsewhereOffline { get; set; } = ReturnsUnasked.Refuse;

    /// <summary>How many minutes after a sale staff may undo it as a whole on their own.</summary>
    [Range(0, 100_000)]
    public int VoidMinutes { get; set; } = 30;

    /// <summary>
    /// Who may allow more: name:PIN, separated by |. A name travels in a header, so it is ASCII; a PIN has 4 to 12 digits.
    /// Empty: nobody.
    /// </summary>
    public string Approvers { get; set; } = "";

    /// <summary>What is taken to pay, separated by |: cash, card, voucher, account, foreign_cash, gift_card.</summary>
    [Required]
    public string Tenders { get; set; } = "cash|card|voucher|account|gift_card|points";

    /// <summary>What one unit of a foreign currency is worth in the store's, separated by |: USD:0.92|GBP:1.17.</summary>
    public string ForeignRates { get; set; } = "";

    /// <summary>The limits as the rules take them.</summary>
    public StaffLimits ToLimits() =>
        new(new Rate((long)Math.Round(DiscountPercent * 10_000)), RefundMinor, ReturnWithoutReceiptMinor, VoidMinutes);

    /// <summary>The approvers' PINs by their names.</summary>
    public IReadOnlyDictionary<string, string> ToApprovers() => Pairs(Approvers).ToDictionary(pair => pair.Name, pair => pair.Value);

    /// <summary>The kinds of tender that are taken.</summary>
    public IReadOnlySet<string> ToTenders() => Parts(Tenders).ToHashSet(StringComparer.Ordinal);

    /// <summary>Millionths of the store's currency's unit that one unit of each foreign currency is worth.</summary>
    public IReadOnlyDictionary<string, Rate> ToRates() => Pairs(ForeignRates).ToDictionary(pair => pair.Name,
        pair => new Rate((long)(decimal.Parse(pair.Value, CultureInfo.InvariantCulture) * Rate.Whole)));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pairs(Approvers).Any(pair => pair.Name.Length is 0 or > 40 || pair.Name.Any(letter => !char.IsAscii(letter))
                || pair.Value.Length is < 4 or > 12 || !pair.Value.All(char.IsAsciiDigit))
            || Pairs(Approvers).DistinctBy(pair => pair.Name).Count() != Parts(Approvers).Count())
        {
            yield return new("Selling:Approvers must be name:PIN|name:PIN, each name once and in ASCII, a PIN of 4 to 12 digits",
                [nameof(Approvers)]);
        }

        if (Parts(Tenders).FirstOrDefault(kind => !Kinds.Split('|').Contains(kind)) is { } unknown)
            yield return new($"Selling:Tenders has {unknown}; there is {Kinds}", [nameof(Tenders)]);
        if (Pairs(ForeignRates).Any(pair => !Currency.TryParse(pair.Name, out _)
            || !decimal.TryParse(pair.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal rate)
            || rate is <= 0 or > 1_000_000) || Pairs(ForeignRates).DistinctBy(pair => pair.Name).Count() != Parts(ForeignRates).Count())
            yield return new("Selling:ForeignRates must be like USD:0.92|GBP:1.17, each currency once", [nameof(ForeignRates)]);
    }

    private static IEnumerable<string> Parts(string text) =>
        text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(string Name, string Value)> Pairs(string text) => Parts(text).Select(part => part.Split(':', 2))
        .Select(pair => (pair[0].Trim(), pair.Length == 2 ? pair[1].Trim() : ""));
}

/// <summary>What a store does with a receipt of another one that head office cannot be asked about.</summary>
public enum ReturnsUnasked
{
    /// <summary>It does not take the goods back.</summary>
    Refuse,

    /// <summary>It takes them back as without a receipt.</summary>
    WithoutReceipt,
}

/// <summary>Checks section "Selling".</summary>
[OptionsValidator]
public sealed partial class SellingOptionsValidator : IValidateOptions<SellingOptions>;
