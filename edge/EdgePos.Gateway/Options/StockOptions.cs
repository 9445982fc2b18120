using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>What a store does with a sale that takes more of an item than there is, less what is held for others.</summary>
public enum BelowZero
{
    /// <summary>It sells: what lies on the counter is there, whatever the books say.</summary>
    Allow,

    /// <summary>It sells and tells the cashier.</summary>
    Warn,

    /// <summary>It does not sell, and holds for nobody what is not there.</summary>
    Refuse,
}

/// <summary>Section "Stock": how strictly the books of stock are kept.</summary>
public sealed class StockOptions : IValidatableObject
{
    /// <summary>
    /// Allow, Warn or Refuse a sale for which there is too little. Items that are not stocked are sold whatever this says, and goods
    /// that are received, corrected, counted or sent to another store are written as they are.
    /// </summary>
    public BelowZero BelowZero { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(BelowZero)) // a number is read as one, too
            yield return new($"Stock:BelowZero {BelowZero} is none of Allow, Warn, Refuse", [nameof(BelowZero)]);
    }
}

/// <summary>Checks section "Stock".</summary>
[OptionsValidator]
public sealed partial class StockOptionsValidator : IValidateOptions<StockOptions>;
