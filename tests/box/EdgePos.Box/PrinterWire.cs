using EdgePos.Devices;

namespace EdgePos.Box;

/// <summary>Leads what comes out of the USB printer's plug to a virtual printer, and its answers back.</summary>
internal sealed class PrinterWire : IAsyncDisposable
{
    private const string Plug = "/dev/g_printer0";

    private readonly CancellationTokenSource _end = new();
    private readonly IDeviceLink _plug, _printer;
    private readonly Task _leading;

    private PrinterWire(IDeviceLink plug, IDeviceLink printer)
    {
        (_plug, _printer) = (plug, printer);
        _leading = Task.WhenAll(CopyAsync(plug, printer), CopyAsync(printer, plug));
    }

    /// <summary>Lays it. The gadget has to be plugged in; some moments later its plug can be opened.</summary>
    public static async Task<PrinterWire> LayAsync(int port)
    {
        FileLink? plug = null;
        await Bench.UntilAsync(() => (plug = TryOpen()) is not null, $"{Plug} can be opened");
        using var patience = new CancellationTokenSource(Bench.Patience);
        return new(plug!, await TcpLink.ConnectAsync("127.0.0.1", port, patience.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _leading;
        await _plug.DisposeAsync();
        await _printer.DisposeAsync();
        _end.Dispose();
    }

    private static FileLink? TryOpen()
    {
        try
        {
            return FileLink.Open(Plug);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task CopyAsync(IDeviceLink from, IDeviceLink to)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and int count)
                await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // Pulled out.
        }
    }
}
