using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Privacy": how long the box keeps personal data that it may forget. All that it holds: edge/PRIVACY.md.</summary>
public sealed class PrivacyOptions
{
    /// <summary>
    /// Days after a sale for which the details of the customer stay on the receipt: name, address, e-mail, telephone, tax number. Then the
    /// box erases them by itself. 0: they stay until somebody erases them.
    /// </summary>
    [Range(0, 36_500)]
    public int CustomerDetailsDays { get; set; }
}

/// <summary>Checks section "Privacy".</summary>
[OptionsValidator]
public sealed partial class PrivacyOptionsValidator : IValidateOptions<PrivacyOptions>;
