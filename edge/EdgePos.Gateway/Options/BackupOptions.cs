using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>
/// Section "Backup": where the box's backups go, and when. None of it keeps the shop shut: a key or a stick that is not there is told by
/// `edgeposctl status`. What is in a backup, and how it is opened again: edge/BACKUP.md.
/// </summary>
public sealed class BackupOptions : IValidatableObject
{
    private const string TimeFormat = "HH:mm";

    /// <summary>Folder for the backups: where a USB stick is mounted. Empty: none are made.</summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// PEM file with the public key that they are encrypted to, or a certificate with it; of the curve P-256, as edgeposctl backup new-key
    /// makes one.
    /// </summary>
    public string KeyFile { get; set; } = "";

    /// <summary>When, each day, by the clock on the store's wall: HH:mm. One that was missed is made soon after the start.</summary>
    public string At { get; set; } = "03:30";

    /// <summary>Minutes that it may be later, so that the boxes of a chain do not all begin at once.</summary>
    [Range(0, 240)]
    public int SpreadMinutes { get; set; } = 20;

    /// <summary>How many are kept. The oldest goes when a new one is proven.</summary>
    [Range(1, 1000)]
    public int Keep { get; set; } = 14;

    /// <summary>
    /// True: the folder may lie on the box's own disk, for a copy that something else carries away. False: a folder there is a mount point
    /// without its stick, and nothing is written.
    /// </summary>
    public bool OwnDisk { get; set; }

    /// <summary>True where backups are made.</summary>
    public bool IsSetUp => Folder.Length > 0;

    /// <summary>When, each day; known to parse once the options are checked.</summary>
    public TimeOnly ToTime() => TimeOnly.ParseExact(At, TimeFormat, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Folder.Length > 0 && KeyFile.Length == 0)
            yield return new("Backup:KeyFile is needed with a folder: the public key that backups are encrypted to", [nameof(KeyFile)]);
        if (Folder.Length > 0 && !Path.IsPathRooted(Folder))
            yield return new($"Backup:Folder is {Folder}, and must be a whole path, for example /mnt/edgepos", [nameof(Folder)]);
        if (!TimeOnly.TryParseExact(At, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return new($"Backup:At is {At}, and must be a time of the day, for example 03:30", [nameof(At)]);
    }
}

/// <summary>Checks section "Backup".</summary>
[OptionsValidator]
public sealed partial class BackupOptionsValidator : IValidateOptions<BackupOptions>;
