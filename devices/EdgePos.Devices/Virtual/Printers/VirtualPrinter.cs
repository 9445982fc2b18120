using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>
/// A receipt printer on a TCP port, like the real ones on 9100, or behind a device file: one client at a time, real commands in,
/// status bytes out, paper that can be looked at. With faults on demand, for training and for tests.
/// </summary>
public sealed class VirtualPrinter : IAsyncDisposable
{
    private const int PapersKept = 1000;

    private readonly PrinterElectronics _electronics;
    private readonly PrinterBody _body;
    private readonly Channel<Paper> _papers = Channel.CreateBounded<Paper>(
        new BoundedChannelOptions(PapersKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly VirtualPort _port;

    private VirtualPrinter(PrinterDialect dialect, int columns, Func<IVirtualDevice, VirtualPort> plugIn)
    {
        void Keep(Paper paper) => _papers.Writer.TryWrite(paper);
        _electronics = dialect switch
        {
            PrinterDialect.EscPos => new EscPosElectronics(new EscPosPaperMachine(columns), Keep),
            PrinterDialect.StarLine => new StarElectronics(new StarPaperMachine(columns), Keep),
        };
        _body = new PrinterBody(_electronics, () => _port!.PowerCycle());
        _port = plugIn(_body);
    }

    /// <summary>The port it listens on; 0: it is behind a device file.</summary>
    public int Port => _port.Port;

    /// <summary>How it is written in settings.</summary>
    public string Address => _port.Address;

    /// <summary>What is wrong with its line.</summary>
    public LineFaults Faults => _port.Faults;

    /// <summary>Each receipt as it is cut; the oldest are dropped when nobody reads a thousand.</summary>
    public ChannelReader<Paper> Papers => _papers.Reader;

    /// <summary>What hangs out of the printer uncut. Look at it while nothing is printing.</summary>
    public Paper Hanging => _electronics.Hanging;

    /// <summary>The paper is out: status says so, and what comes is kept until there is paper again.</summary>
    public bool PaperOut
    {
        get => _body.Sensors.PaperOut;
        set => Change(sensors => sensors with { PaperOut = value });
    }

    /// <summary>The roll is nearly done.</summary>
    public bool PaperNearEnd
    {
        get => _body.Sensors.PaperNearEnd;
        set => Change(sensors => sensors with { PaperNearEnd = value });
    }

    /// <summary>The cover is open: what comes is kept.</summary>
    public bool CoverOpen
    {
        get => _body.Sensors.CoverOpen;
        set => Change(sensors => sensors with { CoverOpen = value });
    }

    /// <summary>The knife does not move: what comes is kept.</summary>
    public bool KnifeStuck
    {
        get => _body.Sensors.KnifeStuck;
        set => Change(sensors => sensors with { KnifeStuck = value });
    }

    /// <summary>The head is too hot to print: what comes is kept.</summary>
    public bool HeadHot
    {
        get => _body.Sensors.HeadHot;
        set => Change(sensors => sensors with { HeadHot = value });
    }

    /// <summary>The drawer that is plugged into it stands open: a pulse opens it, a person shuts it.</summary>
    public bool DrawerOpen
    {
        get => _body.Sensors.DrawerOpen;
        set => Change(sensors => sensors with { DrawerOpen = value });
    }

    /// <summary>How the drawer's switch is wired: true where open is the high level.</summary>
    public bool DrawerOpenIsHigh
    {
        get => _body.Sensors.DrawerOpenIsHigh;
        set => Change(sensors => sensors with { DrawerOpenIsHigh = value });
    }

    /// <summary>It knows GS ( H; many that are said to be compatible do not. Of ESC/POS printers only.</summary>
    public bool KnowsJobNumbers
    {
        get => (_electronics as EscPosElectronics)?.KnowsJobNumbers == true;
        set
        {
            if (_electronics is EscPosElectronics escPos)
                escPos.KnowsJobNumbers = value;
        }
    }

    /// <summary>It takes bytes and answers nothing.</summary>
    public bool Silent
    {
        get => Faults.Silent;
        set => Faults.Silent = value;
    }

    /// <summary>It says this before each answer; empty: nothing.</summary>
    public byte[] Garbage
    {
        get => _body.Garbage;
        set => _body.Garbage = value;
    }

    /// <summary>It prints no more bytes a second than this; 0: as they come.</summary>
    public int BytesASecond
    {
        get => _body.BytesASecond;
        set => _body.BytesASecond = value;
    }

    /// <summary>Its own buffer: when it is full, whoever sends has to wait.</summary>
    public int BufferBytes
    {
        get => _body.BufferBytes;
        set => _body.BufferBytes = value;
    }

    /// <summary>It loses its power for a moment when this many bytes have come since the start, once; null: it does not.</summary>
    public long? LosesPowerAfter
    {
        get => _body.LosesPowerAfter;
        set => _body.LosesPowerAfter = value;
    }

    /// <summary>The paper ends when this many bytes have come; null: it does not.</summary>
    public long? PaperEndsAfter
    {
        get => _body.PaperEndsAfter;
        set => _body.PaperEndsAfter = value;
    }

    /// <summary>Pulls the cable, once, when this many bytes have come since the start.</summary>
    public void CutCableAfter(long bytes) => Faults.CutAfterTaken(bytes - BytesTaken);

    /// <summary>Bytes taken since the start.</summary>
    public long BytesTaken => _body.BytesTaken;

    /// <summary>Pulses that the drawer has had.</summary>
    public int DrawerOpenings => _electronics.DrawerOpenings;

    /// <summary>Bytes that were no command it knows.</summary>
    public long UnknownBytes => _electronics.Unknown;

    /// <summary>Starts a printer on loopback.</summary>
    /// <param name="port">Port; 0: any.</param>
    /// <param name="columns">48 for 80 mm paper, 32 for 58 mm.</param>
    /// <param name="dialect">What it speaks.</param>
    /// <param name="time">The clock for faults that take time; null: that of the machine.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static VirtualPrinter Start(
        int port = 9100, int columns = 48, PrinterDialect dialect = PrinterDialect.EscPos, TimeProvider? time = null) =>
        new(dialect, columns, body => VirtualPort.Listen(port, body, time ?? TimeProvider.System));

    /// <summary>Starts a printer behind a device file.</summary>
    /// <param name="path">The file to make; what has that name is replaced.</param>
    /// <param name="columns">48 for 80 mm paper, 32 for 58 mm.</param>
    /// <param name="dialect">What it speaks.</param>
    /// <param name="time">The clock for faults that take time; null: that of the machine.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static VirtualPrinter StartAt(
        string path, int columns = 48, PrinterDialect dialect = PrinterDialect.EscPos, TimeProvider? time = null) =>
        new(dialect, columns, body => VirtualPort.MakeFile(path, body, time ?? TimeProvider.System));

    /// <summary>Switches it off and on: its buffer and its settings are gone, and the connection breaks. What is on paper stays.</summary>
    public void PowerCycle() => _port.PowerCycle();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _port.DisposeAsync();
        _papers.Writer.TryComplete();
    }

    private void Change(Func<PrinterSensors, PrinterSensors> change) => _port.Have(says => _body.Change(change, says));
}
