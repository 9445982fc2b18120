namespace EdgePos.Devices;

/// <summary>How a drawer is set. The defaults fit the usual drawer of 12 or 24 V with a sensor.</summary>
public sealed record DrawerSettings
{
    /// <summary>How long its solenoid is driven; 50 to 500 ms. Longer burns it, shorter does not lift the latch.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>How long it rests before the next pulse, 500 ms to 10 s: solenoids are built for one part in ten at most.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The level of its sensor while it stands open; null: not known yet, then nothing is told of it. It differs from drawer to
    /// drawer, not from printer to printer: have <see cref="DrawerDriver.LearnAsync"/> find it out.
    /// </summary>
    public bool? OpenLevel { get; init; }

    /// <summary>Open for so long it is told as left open, and then once a minute; 5 s to 1 hour.</summary>
    public TimeSpan LeftOpenAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Opened within this time of a pulse it is the box that opened it; 200 ms to 10 s.</summary>
    public TimeSpan AskedWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A sensor's level counts when it has stayed for so long; 5 to 200 ms.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(50);

    internal void Check()
    {
        Check(Pulse, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
        Check(Rest, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
        Check(LeftOpenAfter, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        Check(AskedWithin, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        Check(Debounce, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
    }
}

/// <summary>The lines of a drawer on a GPIO chip.</summary>
/// <param name="Kick">The output that drives the solenoid's switch.</param>
public sealed record GpioDrawerLines(int Kick)
{
    /// <summary>True where low drives the solenoid.</summary>
    public bool IsKickActiveLow { get; init; }

    /// <summary>The input of its sensor; null: it has none.</summary>
    public int? Sensor { get; init; }

    /// <summary>What holds the sensor's line while its contact is open.</summary>
    public GpioPull SensorPull { get; init; } = GpioPull.Up;
}
