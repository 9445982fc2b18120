using System.ComponentModel.DataAnnotations;
using EdgePos.Devices;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Terminal": the box's card terminal.</summary>
public sealed class TerminalOptions : IValidatableObject
{
    /// <summary>tcp://host:20007; empty: the box has no card terminal.</summary>
    public string Link { get; set; } = "";

    /// <summary>What it speaks: zvt.</summary>
    [Required]
    public string Protocol { get; set; } = "zvt";

    /// <summary>Six digits that the terminal wants of a register.</summary>
    [RegularExpression("^[0-9]{6}$", ErrorMessage = "Terminal:Password must be six digits")]
    public string Password { get; set; } = "000000";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Protocol != "zvt")
            yield return new($"Terminal:Protocol {Protocol} is unknown; there is zvt", [nameof(Protocol)]);
        if (Link.Length > 0 && !LinkAddress.TryParse(Link, out _, out string problem))
            yield return new($"Terminal:Link {problem}", [nameof(Link)]);
    }
}

/// <summary>Checks section "Terminal".</summary>
[OptionsValidator]
public sealed partial class TerminalOptionsValidator : IValidateOptions<TerminalOptions>;
