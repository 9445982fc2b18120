using EdgePos.Devices;
using EdgePos.Store;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Which receipt printer prints for whom.</summary>
internal sealed class PrinterPort(DeviceShelf shelf, IOptions<DevicesOptions> options)
{
    /// <summary>The store's receipt printers.</summary>
    public IReadOnlyList<ReceiptPrinter> All { get; } = [.. shelf.All.OfType<ReceiptPrinter>()];

    /// <summary>
    /// The printer of a register: its own, else one of the whole store, else the first that there is: a receipt somewhere is better
    /// than none. Null: the store has no printer.
    /// </summary>
    public string? For(int register) =>
        (shelf.Of<ReceiptPrinter>(register).FirstOrDefault() ?? (All.Count > 0 ? All[0] : null))?.Description.Name;

    /// <summary>The printer for what has a number: that of the register in it.</summary>
    public string? For(string receiptNumber) => For(ReceiptNumber.TryParse(receiptNumber, out var number) ? number.Register : 0);

    /// <summary>The printers that a printer takes over from while they cannot print.</summary>
    public IReadOnlyList<string> TakenOverBy(string printer) =>
        [.. options.Value.Present.Where(one => one.Value.Fallback == printer && one.Key != printer).Select(one => one.Key)];
}
