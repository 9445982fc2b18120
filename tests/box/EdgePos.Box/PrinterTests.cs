using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A USB receipt printer, through usblp.</summary>
public sealed class PrinterTests
{
    private const string Where = $"usb-printer://{Gadget.Name}";

    private static readonly PrintDocument Receipt = new([
        .. Enumerable.Range(1, 60).Select(i => new ColumnsLine($"Article {i}", "2.50")), new CutPaper(),
    ]);

    [Fact]
    public async Task A_receipt_is_printed_pulled_out_in_the_middle_it_is_unknown_and_plugged_in_again_the_printer_is_found()
    {
        await using var paper = VirtualPrinter.Start(port: 0);
        await using var bench = new Bench();
        var wire = await Wire.FromPrinterAsync(paper.Port);
        var printer = await bench.RunAsync(new ReceiptPrinter(
            new("printer-1", DeviceClass.ReceiptPrinter, "escpos", Where), Bench.Address(Where),
            new(PrinterProfile.Find("epson-80")!), bench.Around));
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        Assert.Contains("Article 60", (await NextAsync(paper)).Text, StringComparison.Ordinal);

        long before = paper.BytesTaken;
        paper.BytesASecond = 400; // it takes its time over the receipt
        var printing = printer.PrintAsync(Receipt);
        await Bench.UntilAsync(() => paper.BytesTaken > before + 300, "the receipt is begun");
        Gadget.Unplug();
        Assert.Equal(PrintOutcome.Unknown, (await printing).Outcome);
        await wire.DisposeAsync();
        paper.BytesASecond = 0;
        paper.PowerCycle();
        Gadget.PlugIn();
        await using var again = await Wire.FromPrinterAsync(paper.Port);
        await bench.BecomesAsync(DeviceState.Online);
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        Assert.Contains("Article 60", (await NextAsync(paper)).Text, StringComparison.Ordinal);
    }

    private static async Task<Paper> NextAsync(VirtualPrinter paper)
    {
        using var patience = new CancellationTokenSource(Bench.Patience);
        return await paper.Papers.ReadAsync(patience.Token);
    }
}
