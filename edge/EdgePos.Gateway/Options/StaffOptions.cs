using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Staff": whether people sign in at registers, and how.</summary>
public sealed class StaffOptions
{
    /// <summary>True: at a till, a tablet or in the back office somebody is signed in, or little is done there.</summary>
    public bool SignIn { get; set; } = true;

    /// <summary>Minutes without a call after which somebody is signed out.</summary>
    [Range(1, 1440)]
    public int IdleMinutes { get; set; } = 15;

    /// <summary>True: a badge alone signs in. It never allows anything alone.</summary>
    public bool BadgeAlone { get; set; }

    /// <summary>True: who may allow something may also allow it to themselves, as in a shop with one person in it.</summary>
    public bool OwnApproval { get; set; }
}

/// <summary>Checks section "Staff".</summary>
[OptionsValidator]
public sealed partial class StaffOptionsValidator : IValidateOptions<StaffOptions>;
