namespace EdgePos.Devices;

/// <summary>How a printer says it is, whatever dialect it says it in.</summary>
/// <param name="Offline">It takes no data.</param>
/// <param name="CoverOpen">The cover is open.</param>
/// <param name="PaperOut">There is no paper.</param>
/// <param name="PaperNearEnd">The roll is nearly done.</param>
/// <param name="KnifeError">The knife does not move.</param>
/// <param name="Error">Another fault of the mechanism.</param>
/// <param name="DrawerHigh">The level of the drawer's sensor; which one means open depends on how the drawer is wired.</param>
public sealed record PrinterStatus(
    bool Offline = false, bool CoverOpen = false, bool PaperOut = false, bool PaperNearEnd = false, bool KnifeError = false,
    bool Error = false, bool DrawerHigh = false)
{
    /// <summary>Why it cannot print, in words for staff; empty where it can.</summary>
    public string Hindrance =>
        CoverOpen ? "the cover is open"
        : PaperOut ? "the paper is out"
        : KnifeError ? "the knife is stuck"
        : Error ? "the printer reports a fault"
        : Offline ? "the printer is offline"
        : "";

    /// <summary>How that is said of a device, with what to do about it.</summary>
    /// <param name="waits">A job waits in the printer for it.</param>
    public DeviceHealth Health(bool waits = false) => Hindrance.Length == 0
        ? DeviceHealth.Well with { Warning = PaperNearEnd ? "the paper is nearly done: have a new roll at hand" : "" }
        : new DeviceHealth(DeviceState.Error, waits ? $"{Hindrance}; what is being printed waits in the printer" : Hindrance, Advice);

    private string Advice =>
        CoverOpen ? "shut the cover"
        : PaperOut ? "put in a new roll; it goes on by itself"
        : KnifeError ? "switch the printer off, take out what is stuck, switch it on"
        : Error ? "let it cool down for some minutes; if that does not help, switch it off and on"
        : "is its paper button held, or is it being fed? Else switch it off and on";
}
