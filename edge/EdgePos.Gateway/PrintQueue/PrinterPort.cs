using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The store's receipt printer, where it has one.</summary>
internal sealed class PrinterPort : IAsyncDisposable
{
    public PrinterPort(IOptions<PrinterOptions> options, TimeProvider time)
    {
        // The options have been checked: an empty link means that there is no printer.
        if (LinkAddress.TryParse(options.Value.Link, out var address, out _))
            Printer = new ReceiptPrinter(address, PrinterProfile.Find(options.Value.Profile)!, time);
    }

    /// <summary>The printer; null: the store has none.</summary>
    public ReceiptPrinter? Printer { get; }

    public ValueTask DisposeAsync() => Printer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
