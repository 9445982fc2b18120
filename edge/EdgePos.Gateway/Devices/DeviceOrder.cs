using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>What is needed to make a driver.</summary>
/// <param name="Description">What it is.</param>
/// <param name="Options">What the settings say of it; they have been checked.</param>
/// <param name="Around">What every driver is handed.</param>
/// <param name="Store">Whose it is.</param>
/// <param name="Others">Drivers that were made before, by name: those that this one may hang on.</param>
internal sealed record DeviceOrder(
    DeviceDescription Description, DeviceOptions Options, DeviceSurroundings Around, StoreProfile Store,
    IReadOnlyDictionary<string, DeviceDriver> Others)
{
    private const string PrinterScheme = "printer://", ChipScheme = "gpio://", Simulated = "sim";

    /// <summary>Its link; it has been checked.</summary>
    public LinkAddress Address => LinkAddress.TryParse(Options.Link, out var address, out string problem)
        ? address
        : throw new InvalidOperationException(problem);

    /// <summary>The port behind its link, where that is one of HTTP; it has been checked.</summary>
    public LinkAddress HttpAddress => new TcpAddress(new Uri(Options.Link).DnsSafeHost, new Uri(Options.Link).Port);

    /// <summary>The receipt printer that it hangs on.</summary>
    public ReceiptPrinter Printer => (ReceiptPrinter)Others[PrinterOf(Options.Link)];

    /// <summary>Opens the chip that it hangs on.</summary>
    public Func<IGpioLines> Chip
    {
        get
        {
            string chip = ChipOf(Options.Link);
#if IOT_BINDINGS
            if (IotChips.Find(chip) is { } open)
                return open;
#endif
            if (chip != Simulated)
                return () => LibGpiodLines.Open(chip);
            var simulated = new SimulatedChip();
            return simulated.Open;
        }
    }

    /// <summary>The printer in a link; empty: it names none.</summary>
    public static string PrinterOf(string link) => After(PrinterScheme, link);

    /// <summary>The chip in a link; empty: it names none.</summary>
    public static string ChipOf(string link) => After(ChipScheme, link);

    /// <summary>True where a link leads to another device.</summary>
    public static bool HangsOnAnother(string link) => PrinterOf(link).Length > 0;

    private static string After(string scheme, string link) =>
        link.StartsWith(scheme, StringComparison.Ordinal) ? link[scheme.Length..] : "";
}
