using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>How a drawer is wired; see <see cref="DrawerSettings"/>.</summary>
public sealed class DrawerOptions
{
    /// <summary>How long its solenoid is driven, milliseconds, 50 to 500.</summary>
    public int PulseMs { get; set; } = 120;

    /// <summary>The level of its sensor while it stands open: high or low. Empty: it has no sensor, or it was not learned yet.</summary>
    public string OpenLevel { get; set; } = "";

    /// <summary>Open for so many seconds it is told as left open, 5 to 3600.</summary>
    public int LeftOpenSeconds { get; set; } = 60;

    /// <summary>Of a drawer on GPIO: the line that drives its solenoid.</summary>
    public int KickLine { get; set; } = -1;

    /// <summary>Of a drawer on GPIO: true where low drives it.</summary>
    public bool KickActiveLow { get; set; }

    /// <summary>Of a drawer on GPIO: the line of its sensor; -1: it has none.</summary>
    public int SensorLine { get; set; } = -1;

    internal IEnumerable<string> Problems(bool needsLine)
    {
        if (PulseMs is < 50 or > 500)
            yield return "Drawer:PulseMs must be 50 to 500";
        if (OpenLevel is not ("" or "high" or "low"))
            yield return "Drawer:OpenLevel must be high or low, or empty";
        if (LeftOpenSeconds is < 5 or > 3600)
            yield return "Drawer:LeftOpenSeconds must be 5 to 3600";
        if (needsLine && KickLine < 0)
            yield return "Drawer:KickLine must name the line that drives the solenoid";
        if (needsLine && SensorLine >= 0 && SensorLine == KickLine)
            yield return "Drawer:SensorLine is the KickLine";
    }

    internal DrawerSettings ToSettings() => new()
    {
        Pulse = TimeSpan.FromMilliseconds(PulseMs),
        OpenLevel = OpenLevel.Length == 0 ? null : OpenLevel == "high",
        LeftOpenAfter = TimeSpan.FromSeconds(LeftOpenSeconds),
    };

    internal GpioDrawerLines ToLines() => new(KickLine) { IsKickActiveLow = KickActiveLow, Sensor = SensorLine < 0 ? null : SensorLine };
}
