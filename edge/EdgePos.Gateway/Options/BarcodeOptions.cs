using System.ComponentModel.DataAnnotations;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Barcodes": the store's own codes. Where a setting takes several they are separated by |.</summary>
public sealed class BarcodeOptions : IValidatableObject
{
    /// <summary>
    /// How the store's scales lay out their 13 digits, e.g. 21IIIIIVPPPPC|22IIIIIWWWWWC: digits for themselves, I the item's own
    /// code, P a price in minor units, W a weight in grams, N pieces, V the check digit of P, W or N, C that of the whole.
    /// </summary>
    public string Labels { get; set; } = "";

    /// <summary>How coupons begin.</summary>
    public string Coupons { get; set; } = "";

    /// <summary>How gift cards begin. Empty: every number may be one, and none is known by itself.</summary>
    public string GiftCards { get; set; } = "";

    /// <summary>Code of the item that the scan of a gift card sells; empty: it sells none, the item comes first.</summary>
    public string GiftCardItem { get; set; } = "";

    /// <summary>How customers' cards begin.</summary>
    public string LoyaltyCards { get; set; } = "";

    /// <summary>How employees' badges begin.</summary>
    public string Badges { get; set; } = "";

    /// <summary>How receipts begin, besides those of this store itself.</summary>
    public string Receipts { get; set; } = "";

    /// <summary>The layouts; known to be good once the options are checked.</summary>
    public IEnumerable<LabelLayout> ToLayouts() => Split(Labels).Select(pattern =>
        LabelLayout.TryParse(pattern, out var layout) ? layout : throw new InvalidOperationException($"{pattern} was not checked"));

    /// <summary>What is nothing to sell, by how it begins.</summary>
    public IEnumerable<ScanPrefix> ToPrefixes() =>
        Kinds.SelectMany(kind => Split(kind.Begins).Select(begins => new ScanPrefix(begins, kind.Kind)));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string pattern in Split(Labels).Where(pattern => !LabelLayout.TryParse(pattern, out _)))
        {
            yield return new($"Barcodes:Labels {pattern} is no layout of 13 characters such as 21IIIIIVPPPPC: it begins with 02 or 20 "
                + "to 29, has the item I, one of P, W or N, may have V for a field of 4 or 5, and ends with C", [nameof(Labels)]);
        }

        if (GiftCardItem.Length > 0 && Split(GiftCards).Length == 0)
        {
            yield return new(
                "Barcodes:GiftCardItem says what the scan of a gift card sells: Barcodes:GiftCards must say how they begin",
                [nameof(GiftCards)]);
        }

        foreach (var twice in ToPrefixes().GroupBy(prefix => prefix.Begins).Where(same => same.Count() > 1))
            yield return new($"Barcodes: {twice.Key} is named twice", [nameof(Coupons)]);
    }

    private (string Begins, ScanKind Kind)[] Kinds =>
    [
        (Coupons, ScanKind.Coupon), (GiftCards, ScanKind.GiftCard), (LoyaltyCards, ScanKind.LoyaltyCard),
        (Badges, ScanKind.Badge), (Receipts, ScanKind.Receipt),
    ];

    private static string[] Split(string list) => list.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Checks section "Barcodes".</summary>
[OptionsValidator]
public sealed partial class BarcodeOptionsValidator : IValidateOptions<BarcodeOptions>;
