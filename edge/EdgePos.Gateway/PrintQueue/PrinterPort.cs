using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The store's receipt printer, where it has one, with the loop that owns it.</summary>
internal sealed class PrinterPort : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HotPlug _hotPlug = new();
    private readonly Task _running = Task.CompletedTask;

    public PrinterPort(IOptions<PrinterOptions> options, TimeProvider time, Random random)
    {
        // The options have been checked: an empty link means that there is no printer.
        if (!LinkAddress.TryParse(options.Value.Link, out var address, out _))
            return;
        var profile = PrinterProfile.Find(options.Value.Profile)!;
        var description = new DeviceDescription("printer", DeviceClass.ReceiptPrinter, profile.Name, address.ToString());
        var around = new DeviceSurroundings(new DeviceFeed(time), _hotPlug, time, () => random);
        Printer = new ReceiptPrinter(description, address, new ReceiptPrinterSettings(profile), around);
        _running = Printer.RunAsync(_stop.Token);
    }

    /// <summary>The printer; null: the store has none.</summary>
    public ReceiptPrinter? Printer { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _hotPlug.Dispose();
        _stop.Dispose();
    }
}
