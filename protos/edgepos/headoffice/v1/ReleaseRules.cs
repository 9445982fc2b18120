using System.Runtime.InteropServices;

namespace EdgePos.HeadOffice.V1;

/// <summary>What a release must be for a box to install it. Asked by the daemon and, without trusting it, by who installs. Pure.</summary>
public static class ReleaseRules
{
    /// <summary>This machine, as Debian calls it.</summary>
    public static string Architecture { get; } = RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Why nobody on this box may install it; null: it may be installed.</summary>
    /// <param name="note">What is said of the package.</param>
    /// <param name="isVouchedFor">True where a key of the box signed the note.</param>
    /// <param name="running">The version that the box runs.</param>
    /// <param name="architecture">The box's.</param>
    public static string? Problem(ReleaseNote note, bool isVouchedFor, Version running, string architecture) =>
        !isVouchedFor
            ? $"no key of this box ({ReleaseKeys.UsualFolder}) signed {note.Package} {note.Version}: whoever built it is not known here"
        : note.Package != ReleaseNote.OurPackage ? $"it is the package {note.Package}, not {ReleaseNote.OurPackage}"
        : note.Architecture != architecture ? $"it is for {note.Architecture}, this machine is {architecture}"
        : note.Size is < 1 or > ReleaseNote.MaxPackageBytes ? $"a package of {note.Size} bytes; {ReleaseNote.MaxPackageBytes} at most"
        : note.Version < running && !note.GoesBack
            ? $"it is {note.Version} and would go back from {running}: its release note does not allow that"
        : running < note.From ? $"it is for {note.From} and later, this box runs {running}: update it to {note.From} first"
        : null;
}
