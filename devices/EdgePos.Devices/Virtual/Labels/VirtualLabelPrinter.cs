using System.Globalization;
using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>Something on a printed label.</summary>
/// <param name="X">Dots from the left.</param>
/// <param name="Y">Dots from above.</param>
/// <param name="Kind">text, EAN-13, EAN-8 or UPC-A.</param>
/// <param name="Data">The characters.</param>
public sealed record LabelField(int X, int Y, string Kind, string Data);

/// <summary>A label that came out.</summary>
/// <param name="Width">Dots across.</param>
/// <param name="Height">Dots down.</param>
/// <param name="Fields">What is on it.</param>
public sealed record PrintedLabel(int Width, int Height, IReadOnlyList<LabelField> Fields);

/// <summary>
/// A label printer on a TCP port that takes ZPL II and says how it is, with the faults of its line and of its own. Written from
/// Zebra's "ZPL II Programming Guide", apart from the driver.
/// </summary>
public sealed class VirtualLabelPrinter : IAsyncDisposable
{
    private const int LabelsKept = 1000;

    private readonly Channel<PrintedLabel> _labels = Channel.CreateBounded<PrintedLabel>(
        new BoundedChannelOptions(LabelsKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ZplMachine _machine;
    private readonly VirtualPort _port;

    private VirtualLabelPrinter(int port, TimeProvider time)
    {
        _machine = new ZplMachine(label => _labels.Writer.TryWrite(label));
        _port = VirtualPort.Listen(port, _machine, time);
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _port.Port;

    /// <summary>How it is written in settings.</summary>
    public string Address => _port.Address;

    /// <summary>What is wrong with its line.</summary>
    public LineFaults Faults => _port.Faults;

    /// <summary>The labels as they come out.</summary>
    public ChannelReader<PrintedLabel> Labels => _labels.Reader;

    /// <summary>Bytes taken since the start.</summary>
    public long BytesTaken => _port.BytesTaken;

    /// <summary>Changes what it finds out about itself; it goes on where it can.</summary>
    public void Change(bool? paperOut = null, bool? headOpen = null, bool? ribbonOut = null, bool? paused = null) => _port.Have(_ =>
        _machine.Change(paperOut, headOpen, ribbonOut, paused));

    /// <summary>It says nothing while it cannot print, as newer models do.</summary>
    public bool IsSpeechlessWhenHindered
    {
        get => _machine.IsSpeechlessWhenHindered;
        set => _machine.IsSpeechlessWhenHindered = value;
    }

    /// <summary>The labels end after so many more; null: they do not.</summary>
    public int? LabelsLeft
    {
        get => _machine.LabelsLeft;
        set => _machine.LabelsLeft = value;
    }

    /// <summary>Starts one.</summary>
    /// <param name="port">TCP port on loopback; 0: any.</param>
    /// <param name="time">The clock of its line's faults; null: that of the machine.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static VirtualLabelPrinter Start(int port = 9101, TimeProvider? time = null) => new(port, time ?? TimeProvider.System);

    /// <summary>Switches it off and on.</summary>
    public void PowerCycle() => _port.PowerCycle();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _port.DisposeAsync();
        _labels.Writer.TryComplete();
    }

    /// <summary>A label in words, for a terminal.</summary>
    public static string Draw(PrintedLabel label)
    {
        string fields = string.Concat(label.Fields.Select(field =>
            string.Create(CultureInfo.InvariantCulture, $"  {field.X},{field.Y} {field.Kind}: {field.Data}\n")));
        return string.Create(CultureInfo.InvariantCulture, $"label {label.Width} x {label.Height} dots\n{fields}");
    }
}
