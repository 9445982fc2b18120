using EdgePos.Devices;
using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>One device of section "Devices". What is of one class only stands in a part of its own.</summary>
public sealed class DeviceOptions
{
    /// <summary>The dialect it speaks, e.g. escpos; it says what the device is for.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>
    /// Where it is: a link such as tcp://192.168.1.50:9100 or usb-serial://0557:2008?baud=9600; https://host:8443/nexo of a nexo
    /// terminal; gpio://CHIP of what hangs on GPIO, by label or number, or gpio://sim for none; printer://NAME of a drawer on a
    /// receipt printer. Empty: the device is left out.
    /// </summary>
    public string Link { get; set; } = "";

    /// <summary>Number of the register it belongs to; 0: whichever claims it, and of printers and displays the whole store.</summary>
    public int Register { get; set; }

    /// <summary>Of receipt printers: the model, see `Printers/PrinterProfile.cs`. Empty: 80 mm of the protocol's maker.</summary>
    public string Profile { get; set; } = "";

    /// <summary>Of receipt printers: the printer that takes over what was not begun while this one cannot print. Empty: none.</summary>
    public string Fallback { get; set; } = "";

    /// <summary>Of scanners.</summary>
    public ScannerOptions Scanner { get; set; } = new();

    /// <summary>Of scales.</summary>
    public ScaleOptions Scale { get; set; } = new();

    /// <summary>Of drawers.</summary>
    public DrawerOptions Drawer { get; set; } = new();

    /// <summary>Of customer displays.</summary>
    public DisplayOptions Display { get; set; } = new();

    /// <summary>Of label printers.</summary>
    public LabelOptions Labels { get; set; } = new();

    /// <summary>Of card terminals.</summary>
    public TerminalOptions Terminal { get; set; } = new();

    /// <summary>Of buttons, lamps and buzzers: the lines by name.</summary>
    public Dictionary<string, SignalLineOptions> Lines { get; } = new(StringComparer.Ordinal);

    internal IEnumerable<string> Problems(DevicesOptions all)
    {
        if (DeviceKinds.Find(Protocol) is not { } kind)
        {
            yield return $"Protocol '{Protocol}' is unknown; there are {string.Join(", ", DeviceKinds.All.Select(one => one.Protocol))}";
            yield break;
        }

        if (Link.Length > 0 && kind.CheckLink(Link, all) is { Length: > 0 } wrong)
            yield return $"Link {wrong}";
        if (Register is < 0 or > ReceiptNumber.MaxRegister)
            yield return $"Register must be 0 to {ReceiptNumber.MaxRegister}";
        if (Fallback.Length > 0 && !all.Has(Fallback, DeviceClass.ReceiptPrinter))
            yield return $"Fallback {Fallback} is no receipt printer of the section Devices";
        foreach (string problem in kind.Check(this))
            yield return problem;
    }
}
