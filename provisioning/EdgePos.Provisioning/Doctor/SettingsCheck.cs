namespace EdgePos.Provisioning;

/// <summary>The daemon's settings files can be read.</summary>
internal static class SettingsCheck
{
    public static Finding Look(Patient patient) => patient.Settings switch
    {
        { Wrong: { Count: > 0 } wrong } => Finding.Bad(string.Join("; ", wrong),
            "correct the file: the daemon does not start with it and says why (journalctl -u edgepos -n 20)"),
        { Closed: { Count: > 0 } closed } => Finding.NotSeen(string.Join("; ", closed), "name a file that is there, or run this as root"),
        { Files.Count: 0 } => Finding.NotSeen("there is no settings file beside this program, nor in /etc/edgepos",
            "name it: edgeposctl doctor --settings FILE"),
        var settings => Finding.Well(string.Join(", ", settings.Files)),
    };
}
