using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>The devices on the demo's counter: virtual, each on a port of its own, speaking its real protocol.</summary>
internal sealed class DemoCounter : IAsyncDisposable
{
    private const int PrinterPort = 9100, TerminalPort = 20007, ScalePort = 4001, ScannerPort = 4002, DisplayPort = 4003;

    private readonly VirtualScanner _scanner = new(new VirtualScannerHabits());
    private readonly VirtualPort _scannerPort;
    private readonly VirtualZvtTerminal _terminal;
    private readonly VirtualDisplay _display;
    private readonly VirtualScale _scale;

    public DemoCounter(TimeProvider time)
    {
        Printer = Ports.Take(Ports.FreeOr(PrinterPort), port => VirtualPrinter.Start(port));
        _terminal = Ports.Take(Ports.FreeOr(TerminalPort), port => VirtualZvtTerminal.Start(port));
        // The challenges of a scale need to differ, not to be secret; this one makes none.
        _scale = Ports.Take(Ports.FreeOr(ScalePort), port => VirtualScale.Start("toledo-8217", $"{port}", time, new Random(1)));
        _scannerPort = Ports.Take(Ports.FreeOr(ScannerPort), port => VirtualPort.Listen(port, _scanner, time));
        _display = Ports.Take(Ports.FreeOr(DisplayPort), port => VirtualDisplay.Start("cd5220", $"{port}", time));
    }

    /// <summary>The receipt printer.</summary>
    public VirtualPrinter Printer { get; }

    /// <summary>What the customer reads, both lines.</summary>
    public string Shown => $"[{_display.Lines.Upper,-20}|{_display.Lines.Lower,-20}]";

    /// <summary>The settings that name them to the box.</summary>
    public IEnumerable<string> Settings =>
    [
        $"--Devices:printer:Link=tcp://127.0.0.1:{Printer.Port}",
        .. Of("terminal", "zvt", $"tcp://127.0.0.1:{_terminal.Port}"),
        .. Of("scale", "toledo-8217", _scale.Port.Address),
        .. Of("scanner", "serial-scanner", _scannerPort.Address),
        .. Of("display", "cd5220", _display.Port.Address),
    ];

    /// <summary>Holds a code before the scanner.</summary>
    public void Scan(string code) => _scannerPort.Say(_scanner.Read(code, "]E0"));

    /// <summary>Puts goods on the scale.</summary>
    public void Put(long grams) => _scale.Platform.Put(grams);

    /// <summary>Takes them off.</summary>
    public void TakeOff() => _scale.Platform.TakeOff();

    /// <inheritdoc/>
    public override string ToString() => $"receipt printer on port {Printer.Port}, card terminal on {_terminal.Port}, "
        + $"scale on {_scale.Port.Port}, scanner on {_scannerPort.Port}, customer display on {_display.Port.Port}";

    public async ValueTask DisposeAsync()
    {
        await Printer.DisposeAsync();
        await _terminal.DisposeAsync();
        await _scale.DisposeAsync();
        await _scannerPort.DisposeAsync();
        await _display.DisposeAsync();
    }

    private static IEnumerable<string> Of(string name, string protocol, string link) =>
        [$"--Devices:{name}:Protocol={protocol}", $"--Devices:{name}:Link={link}"];
}
