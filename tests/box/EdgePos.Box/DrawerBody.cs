namespace EdgePos.Box;

/// <summary>
/// A drawer on the GPIO chip: its latch gives when its solenoid is driven, and its sensor is low while it stands open. A thread of its
/// own watches the solenoid's line: a pulse is over in half a second, and the pool's threads may be busy for longer here.
/// </summary>
internal sealed class DrawerBody : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly int _kick, _sensor;
    private readonly Thread _watch;
    private volatile bool _end;
    private volatile int _pulses;

    public DrawerBody(int kick, int sensor)
    {
        (_kick, _sensor) = (kick, sensor);
        _watch = new Thread(Watch) { IsBackground = true, Name = "drawer" };
        _watch.Start();
    }

    /// <summary>How often it was driven.</summary>
    public int Pulses => _pulses;

    /// <summary>Opens it, as with its key.</summary>
    public void Open() => GpioSim.Drive(_sensor, level: false);

    /// <summary>Pushes it shut.</summary>
    public void Shut() => GpioSim.Drive(_sensor, level: true);

    public void Dispose()
    {
        _end = true;
        _watch.Join();
        Shut();
    }

    private void Watch()
    {
        for (bool wasDriven = false; !_end; Thread.Sleep(LookEvery))
        {
            bool isDriven = GpioSim.LevelOf(_kick);
            if (isDriven && !wasDriven)
            {
                _pulses++;
                Open();
            }

            wasDriven = isDriven;
        }
    }
}
