namespace EdgePos.Devices;

/// <summary>What was found out about a drawer's sensor.</summary>
/// <param name="OpenLevel">Its level while the drawer stands open, for <see cref="DrawerSettings.OpenLevel"/>; null: it was not found
/// out.</param>
/// <param name="Advice">In words, for the technician.</param>
public sealed record DrawerPolarity(bool? OpenLevel, string Advice)
{
    /// <summary>Judges by the level of a shut drawer, and that after a pulse which should have opened it.</summary>
    /// <param name="shut">Null: the sensor showed none.</param>
    /// <param name="afterPulse">Null: the sensor showed none.</param>
    public static DrawerPolarity Of(bool? shut, bool? afterPulse) => (shut, afterPulse) switch
    {
        (null, _) or (_, null) => new(null, "no sensor was seen: the drawer has none, or its cable lacks that wire"),
        ({ } before, { } after) when before != after => new(after,
            $"the sensor is {(after ? "high" : "low")} while the drawer stands open"),
        _ => new(null, "the sensor did not change: the drawer stood open before, did not open, or its cable lacks the sensor's wire. "
            + "Shut it and try again"),
    };
}
