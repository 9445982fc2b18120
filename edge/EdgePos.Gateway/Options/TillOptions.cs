using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Till": how strictly tills are kept. Amounts are minor units of the store's currency.</summary>
public sealed class TillOptions
{
    /// <summary>True: a register sells only while its till is open.</summary>
    public bool Required { get; set; }

    /// <summary>A difference between count and drawer up to this, either way, needs no reason.</summary>
    [Range(0, 1_000_000_000)]
    public long DifferenceAllowedMinor { get; set; }

    /// <summary>From so much cash in a drawer on, the register asks for a safe drop; 0: it never does.</summary>
    [Range(0, 1_000_000_000_000)]
    public long SafeDropAtMinor { get; set; }
}

/// <summary>Checks section "Till".</summary>
[OptionsValidator]
public sealed partial class TillOptionsValidator : IValidateOptions<TillOptions>;
