using EdgePos.Devices;

namespace EdgePos.Box;

/// <summary>Leads what comes out of the gadget's plug to a virtual device, and its answers back.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly IDeviceLink _plug, _device;
    private readonly Task _leading;

    private Wire(IDeviceLink plug, IDeviceLink device)
    {
        (_plug, _device) = (plug, device);
        _leading = Task.WhenAll(CopyAsync(plug, device), CopyAsync(device, plug));
    }

    /// <summary>From the printer's plug. The gadget has to be plugged in; some moments later it can be opened.</summary>
    public static Task<Wire> FromPrinterAsync(int port) => LayAsync(() => FileLink.Open("/dev/g_printer0"), port);

    /// <summary>From the plug of the serial line.</summary>
    public static Task<Wire> FromLineAsync(int port) => LayAsync(() => FileLink.OpenSerial("/dev/ttyGS0", SerialLine.Usual), port);

    private static async Task<Wire> LayAsync(Func<FileLink> open, int port)
    {
        FileLink? plug = null;
        await Bench.UntilAsync(() => (plug = Try(open)) is not null, "the plug can be opened");
        using var patience = new CancellationTokenSource(Bench.Patience);
        return new(plug!, await TcpLink.ConnectAsync("127.0.0.1", port, patience.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _leading;
        await _plug.DisposeAsync();
        await _device.DisposeAsync();
        _end.Dispose();
    }

    private static FileLink? Try(Func<FileLink> open)
    {
        try
        {
            return open();
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
