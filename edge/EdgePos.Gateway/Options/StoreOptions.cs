using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Store": which store this box is, and what stands on its receipts.</summary>
public sealed class StoreOptions : IValidatableObject
{
    /// <summary>Name of the chain, as in MQTT topics.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]{1,64}")]
    public string Tenant { get; set; } = "";

    /// <summary>Code of the store, first part of every receipt number.</summary>
    [Required, RegularExpression("[A-Za-z0-9]{1,16}")]
    public string Code { get; set; } = "";

    /// <summary>Name of this box within the store.</summary>
    [Required, RegularExpression("[A-Za-z0-9_.-]{1,64}")]
    public string Box { get; set; } = "";

    /// <summary>ISO 4217 code of the currency the store sells in.</summary>
    [Required, RegularExpression("[A-Z]{3}")]
    public string Currency { get; set; } = "";

    /// <summary>Language of receipts, and of messages to registers that ask for none: en or nl.</summary>
    [Required, RegularExpression("en|nl")]
    public string Language { get; set; } = "en";

    /// <summary>Name on the receipt.</summary>
    [Required, StringLength(48)]
    public string Name { get; set; } = "";

    /// <summary>Further lines at the head of the receipt, separated by |: address, telephone, tax number.</summary>
    [StringLength(400)]
    public string Header { get; set; } = "";

    /// <summary>Lines at the foot of the receipt, separated by |: terms of return.</summary>
    [StringLength(400)]
    public string Footer { get; set; } = "";

    /// <summary>Country of the store, ISO 3166: NL. What cash is rounded to goes by it. Empty: not at all.</summary>
    [RegularExpression("[A-Z]{2}|")]
    public string Country { get; set; } = "";

    /// <summary>True: prices are without tax, which comes on top (sales tax). False: it is within (value added tax).</summary>
    public bool PricesExcludeTax { get; set; }

    /// <summary>True: tax is rounded for each line. False: once for each rate.</summary>
    public bool TaxPerLine { get; set; }

    /// <summary>Where the store is, e.g. Europe/Amsterdam: business dates and receipts go by it. Empty: as the box is set.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>The time zone; known to be there once the options are checked.</summary>
    public TimeZoneInfo ToZone() => TimeZone.Length == 0 ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new($"Store:TimeZone {TimeZone} is unknown to this box; for example Europe/Amsterdam", [nameof(TimeZone)]);
    }
}

/// <summary>Checks section "Store".</summary>
[OptionsValidator]
public sealed partial class StoreOptionsValidator : IValidateOptions<StoreOptions>;
