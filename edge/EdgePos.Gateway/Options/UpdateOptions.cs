using System.ComponentModel.DataAnnotations;
using EdgePos.HeadOffice.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Update": versions of the box's own programs that head office sends.</summary>
public sealed class UpdateOptions
{
    /// <summary>True: they are taken. False: this box is updated by hand alone.</summary>
    public bool Take { get; set; } = true;

    /// <summary>
    /// Folder with the public keys (*.pem, ECDSA P-256) of those who build packages. It is root's. No key: no package is taken.
    /// </summary>
    [Required]
    public string KeysFolder { get; set; } = ReleaseKeys.UsualFolder;

    /// <summary>Folder in which root says what became of an update.</summary>
    [Required]
    public string OutcomeFolder { get; set; } = UpdateOutcome.UsualFolder;

    /// <summary>Minutes in which nobody has touched a basket before the box installs an update.</summary>
    [Range(0, 1440)]
    public int QuietMinutes { get; set; } = 5;

    /// <summary>Days after which an update that found no moment is told to everybody who asks how the box is. It is never forced.</summary>
    [Range(1, 365)]
    public int LateDays { get; set; } = 7;
}

/// <summary>Checks section "Update".</summary>
[OptionsValidator]
public sealed partial class UpdateOptionsValidator : IValidateOptions<UpdateOptions>;
