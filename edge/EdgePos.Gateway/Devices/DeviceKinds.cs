using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>A dialect that the box speaks.</summary>
/// <param name="Protocol">As in the settings.</param>
/// <param name="Class">What such a device is for.</param>
/// <param name="Make">Makes its driver.</param>
internal sealed record DeviceKind(string Protocol, DeviceClass Class, Func<DeviceOrder, DeviceDriver> Make)
{
    /// <summary>Says what is wrong with a link; empty: nothing.</summary>
    public Func<string, DevicesOptions, string> CheckLink { get; init; } =
        (link, _) => LinkAddress.TryParse(link, out LinkAddress _, out string problem) ? "" : problem;

    /// <summary>Says what else is wrong with its settings.</summary>
    public Func<DeviceOptions, IEnumerable<string>> Check { get; init; } = _ => [];
}

/// <summary>Every dialect there is: one row each. A driver comes with its row.</summary>
internal static class DeviceKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeviceKind> All { get; } =
    [
        Printer("escpos", PrinterDialect.EscPos, "epson-80"),
        Printer("star-line", PrinterDialect.StarLine, "star-80"),
        new("printer-drawer", DeviceClass.CashDrawer, order => new PrinterDrawer(
            order.Description, new PrinterKick(order.Printer), order.Options.Drawer.ToSettings(), order.Around))
        {
            CheckLink = (link, all) => all.Has(DeviceOrder.PrinterOf(link), DeviceClass.ReceiptPrinter)
                ? "" : $"'{link}' must be printer:// and the name of a receipt printer of the section Devices",
            Check = options => options.Drawer.Problems(needsLine: false),
        },
        new("gpio-drawer", DeviceClass.CashDrawer, order => new GpioDrawer(
            order.Description, order.Chip, order.Options.Drawer.ToLines(), order.Options.Drawer.ToSettings(), order.Around))
        {
            CheckLink = CheckChip,
            Check = options => options.Drawer.Problems(needsLine: true),
        },
        Scanner("evdev", order => new EvdevScanner(
            order.Description, order.Address, order.Options.Scanner.ToSettings(), order.Around)),
        Scanner("serial-scanner", order => new SerialScanner(
            order.Description, order.Address, order.Options.Scanner.ToSettings(), order.Around)),
        .. ScaleDriver.Protocols.Select(Scale),
        .. CustomerDisplay.Protocols.Select(Display),
        new("zpl", DeviceClass.LabelPrinter, order => new LabelPrinter(
            order.Description, order.Address, order.Options.Labels.ToSettings(), order.Around))
        {
            Check = options => options.Labels.Problems(),
        },
        new("zvt", DeviceClass.CardTerminal, order => Terminal(
            order, order.Address, new ZvtTerminal(order.Address, order.Options.Terminal.ToZvt(order.Store), order.Around.Time)))
        {
            Check = options => options.Terminal.ZvtProblems(),
        },
        new("nexo", DeviceClass.CardTerminal, order => Terminal(order, order.HttpAddress,
            new NexoTerminal(order.Options.Terminal.ToNexo(order.Options.Link, order.Store), order.Around.Time)))
        {
            CheckLink = (link, _) => TerminalOptions.IsNexoLink(link)
                ? "" : $"'{link}' is no link: write https://host:8443/nexo, or http on this machine",
            Check = options => options.Terminal.NexoProblems(options.Link),
        },
        new("gpio", DeviceClass.Signals, order => new SignalPanel(
            order.Description, order.Chip, SignalLineOptions.ToSettings(order.Options.Lines), order.Around))
        {
            CheckLink = CheckChip,
            Check = options => SignalLineOptions.Problems(options.Lines),
        },
    ];

    /// <summary>The dialect of a name; null where there is none.</summary>
    public static DeviceKind? Find(string protocol) => All.FirstOrDefault(kind => kind.Protocol == protocol);

    private static DeviceKind Printer(string protocol, PrinterDialect dialect, string usual)
    {
        return new(protocol, DeviceClass.ReceiptPrinter, order => new ReceiptPrinter(
            order.Description, order.Address, new ReceiptPrinterSettings(ProfileOf(order.Options)!), order.Around))
        {
            Check = options => ProfileOf(options)?.Dialect == dialect ? []
                : [$"Profile '{options.Profile}' is none of {protocol}; there are "
                    + string.Join(", ", PrinterProfile.All.Where(profile => profile.Dialect == dialect).Select(profile => profile.Name))],
        };

        PrinterProfile? ProfileOf(DeviceOptions options) => PrinterProfile.Find(options.Profile.Length > 0 ? options.Profile : usual);
    }

    private static DeviceKind Scanner(string protocol, Func<DeviceOrder, DeviceDriver> make) => new(protocol, DeviceClass.Scanner, make)
    {
        Check = options => options.Scanner.Problems(),
    };

    private static DeviceKind Scale(string protocol) => new(protocol, DeviceClass.Scale, order => new ScaleDriver(
        order.Description, order.Address, order.Options.Scale.ToSettings(), order.Around))
    {
        Check = options => options.Scale.Problems(),
    };

    private static DeviceKind Display(string protocol) => new(protocol, DeviceClass.CustomerDisplay, order => new CustomerDisplay(
        order.Description, order.Address, order.Options.Display.ToSettings(), order.Around))
    {
        Check = options => options.Display.Problems(),
    };

    private static CardTerminal Terminal(DeviceOrder order, LinkAddress address, ICardTerminal dialect) =>
        new(order.Description, address, dialect, order.Store.Currency, order.Around);

    private static string CheckChip(string link, DevicesOptions all) => DeviceOrder.ChipOf(link).Length > 0
        ? "" : $"'{link}' must be gpio:// and the label or number of a chip, or gpio://sim";
}
