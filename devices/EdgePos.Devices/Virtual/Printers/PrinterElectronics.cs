namespace EdgePos.Devices;

/// <summary>
/// What in a virtual printer is not paper: the buffer and the sensors, and in a class of each dialect what it answers. What it says is
/// handed back in the call that made it say it. Any thread may call: one at a time is let in.
/// </summary>
internal abstract class PrinterElectronics
{
    private readonly Lock _turn = new();

    /// <summary>What hangs out of it uncut.</summary>
    public abstract Paper Hanging { get; }

    /// <summary>Pulses that the drawer has had.</summary>
    public abstract int DrawerOpenings { get; }

    /// <summary>Bytes that were no command it knows.</summary>
    public abstract long Unknown { get; }

    /// <summary>What its sensors say.</summary>
    public PrinterSensors Sensors
    {
        get
        {
            lock (_turn)
                return Sensed;
        }
    }

    /// <summary>Bytes that wait in its buffer.</summary>
    public int Buffered
    {
        get
        {
            lock (_turn)
                return Buffer.Count;
        }
    }

    /// <summary>What waits to be printed.</summary>
    protected Queue<byte> Buffer { get; } = new();

    /// <summary>What has come of a command that is obeyed at once.</summary>
    protected List<byte> RealTime { get; } = [];

    /// <summary>What its sensors say, for who is let in.</summary>
    protected PrinterSensors Sensed { get; set; } = new();

    /// <summary>Changes what its sensors say, as a person at the printer does.</summary>
    public void Change(Func<PrinterSensors, PrinterSensors> change, List<byte> says)
    {
        lock (_turn)
        {
            Sensed = change(Sensed);
            TellChanges(says);
        }
    }

    /// <summary>Takes a byte: what is obeyed at once is, the rest is kept in the buffer.</summary>
    public void Take(byte value, List<byte> says)
    {
        lock (_turn)
            Hear(value, says);
    }

    /// <summary>Prints what is in the buffer, as far as it can.</summary>
    public void Work(int bytesMax, List<byte> says)
    {
        lock (_turn)
        {
            while (bytesMax-- > 0 && Sensed.CanPrint && Buffer.TryDequeue(out byte value))
                Print(value, says);
        }
    }

    /// <summary>Is as when it is switched on: the buffer and all settings are gone. The paper stays.</summary>
    public void PowerUp()
    {
        lock (_turn)
        {
            Buffer.Clear();
            RealTime.Clear();
            Reset();
        }
    }

    /// <summary>Hears a byte as it comes.</summary>
    protected abstract void Hear(byte value, List<byte> says);

    /// <summary>Prints a byte, or obeys the command that it ends.</summary>
    protected abstract void Print(byte value, List<byte> says);

    /// <summary>Says that its sensors changed, where it was told to.</summary>
    protected abstract void TellChanges(List<byte> says);

    /// <summary>Forgets the settings of the dialect.</summary>
    protected abstract void Reset();
}

/// <summary>What the sensors of a virtual printer say.</summary>
/// <param name="DrawerOpen">The drawer that is plugged into it stands open.</param>
/// <param name="DrawerOpenIsHigh">How that drawer's switch is wired.</param>
internal sealed record PrinterSensors(
    bool PaperOut = false, bool PaperNearEnd = false, bool CoverOpen = false, bool KnifeStuck = false, bool HeadHot = false,
    bool DrawerOpen = false, bool DrawerOpenIsHigh = true)
{
    public bool CanPrint => !(PaperOut || CoverOpen || KnifeStuck || HeadHot);

    public bool DrawerHigh => DrawerOpen == DrawerOpenIsHigh;
}
