using System.ComponentModel.DataAnnotations;
using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Printer": the receipt printer.</summary>
public sealed class PrinterOptions : IValidatableObject
{
    /// <summary>tcp://host:9100 or file:///dev/usb/lp0; empty: the store has no receipt printer.</summary>
    public string Link { get; set; } = "";

    /// <summary>Name of the printer's profile.</summary>
    [Required]
    public string Profile { get; set; } = "epson-80";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Link.Length > 0 && !LinkAddress.TryParse(Link, out _, out string problem))
            yield return new($"Printer:Link {problem}", [nameof(Link)]);
        if (PrinterProfile.Find(Profile) is null)
        {
            string known = string.Join(", ", PrinterProfile.All.Select(profile => profile.Name));
            yield return new($"Printer:Profile {Profile} is unknown; there are {known}", [nameof(Profile)]);
        }
    }
}

/// <summary>Checks section "Printer".</summary>
[OptionsValidator]
public sealed partial class PrinterOptionsValidator : IValidateOptions<PrinterOptions>;
