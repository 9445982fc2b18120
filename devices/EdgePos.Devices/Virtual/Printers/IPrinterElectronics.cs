namespace EdgePos.Devices;

/// <summary>
/// What in a virtual printer is not paper, in the printer's dialect. What it says is handed back in the call that made it say it.
/// </summary>
internal interface IPrinterElectronics
{
    /// <summary>What hangs out of it uncut.</summary>
    Paper Hanging { get; }

    /// <summary>Pulses that the drawer has had.</summary>
    int DrawerOpenings { get; }

    /// <summary>Bytes that were no command it knows.</summary>
    long Unknown { get; }

    /// <summary>What its sensors say.</summary>
    PrinterSensors Sensors { get; }

    /// <summary>Bytes that wait in its buffer.</summary>
    int Buffered { get; }

    /// <summary>Changes what its sensors say, as a person at the printer does.</summary>
    void Change(Func<PrinterSensors, PrinterSensors> change, List<byte> says);

    /// <summary>Takes a byte: what is obeyed at once is, the rest is kept in the buffer.</summary>
    void Take(byte value, List<byte> says);

    /// <summary>Prints what is in the buffer, as far as it can.</summary>
    void Work(int bytesMax, List<byte> says);

    /// <summary>Is as when it is switched on: the buffer and all settings are gone. The paper stays.</summary>
    void PowerUp();
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
