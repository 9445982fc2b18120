using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Receipts on paper, whatever the printer does: each once, or as a copy that says so.</summary>
public sealed class PrintQueueTests : IDisposable
{
    private const int QuestionBytes = 9; // what the driver asks before a job

    private readonly TempFolder _folder = new();
    private readonly int _port = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sale_comes_out_as_a_receipt_and_opens_the_drawer()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync();
        var receipt = await new Till(daemon).Sell("SOAP", "BREAD");
        var paper = await NextPaper(device);
        Assert.Equal(1, paper.DrawerOpened);
        foreach (string text in new[] { receipt.ReceiptNumber, "Savon d'été", "Brød", "5.70", "Thank you" })
            Assert.Contains(text, paper.Text, StringComparison.Ordinal);
        await daemon.UntilAsync(status => status.PrintJobs.Count == 0);
    }

    [Fact]
    public async Task A_store_in_the_Netherlands_prints_in_Dutch()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync("--Store:Language=nl");
        await new Till(daemon).Sell("SOAP");
        string text = (await NextPaper(device)).Text;
        Assert.Contains("Totaal", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("2,50", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_says_who_it_is_made_out_to_and_its_copy_too_until_they_are_erased()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync("--Store:Language=nl");
        var who = new CustomerDetails { Name = "Bakkerij De Kroon", Address = { "Markt 1" }, TaxNumber = "NL001" };
        string number = (await new Till(daemon).SellTo(who, "SOAP")).ReceiptNumber;
        string paper = (await NextPaper(device)).Text;
        foreach (string text in new[] { "Klant:", "Bakkerij De Kroon", "Markt 1", "Btw-nummer NL001" })
            Assert.Contains(text, paper, StringComparison.Ordinal);
        var copy = new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = number };
        await daemon.Box.PrintCopyAsync(copy, Daemon.As(1));
        Assert.Contains("De Kroon", (await NextPaper(device)).Text, StringComparison.Ordinal);

        await daemon.Customers.EraseAsync(new EraseCustomerRequest { CommandId = Till.NewId(), ReceiptNumber = number }, Daemon.As(1));
        copy.CommandId = Till.NewId();
        await daemon.Box.PrintCopyAsync(copy, Daemon.As(1));
        string bare = (await NextPaper(device)).Text;
        Assert.Contains(number, bare, StringComparison.Ordinal);
        Assert.DoesNotContain("De Kroon", bare, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_printer_off_the_shop_sells_on_and_all_comes_out_in_order_when_it_is_on()
    {
        await using var daemon = await OpenAsync();
        var till = new Till(daemon);
        string[] numbers = [(await till.Sell("SOAP")).ReceiptNumber, (await till.Sell("BREAD")).ReceiptNumber];
        var status = await daemon.UntilAsync(s => s.PrinterTrouble.Length > 0);
        Assert.Equal(numbers, status.PrintJobs.Select(job => job.Title));

        await using var device = VirtualPrinter.Start(_port);
        foreach (string number in numbers)
            Assert.Contains(number, (await NextPaper(device)).Text, StringComparison.Ordinal);
        await daemon.UntilAsync(s => s.PrintJobs.Count == 0 && s.PrinterTrouble.Length == 0);
    }

    [Fact]
    public async Task A_job_whose_cable_was_pulled_is_not_printed_again_by_itself()
    {
        await using var device = VirtualPrinter.Start(_port);
        device.CutCableAfter(QuestionBytes + 100);
        await using var daemon = await OpenAsync();
        var till = new Till(daemon);
        string torn = (await till.Sell("SOAP")).ReceiptNumber;
        var status = await daemon.UntilAsync(s => s.PrintJobs.Any(job => job.State == PrintState.Unknown));
        var job = Assert.Single(status.PrintJobs);

        string next = (await till.Sell("BREAD")).ReceiptNumber; // the queue goes on past it
        Assert.Contains(next, (await NextPaper(device)).Text, StringComparison.Ordinal);

        // Staff say that it is not on paper: a copy comes, once, however often they say so.
        for (int i = 0; i < 2; i++)
        {
            var settled = await daemon.Box.SettlePrintJobAsync(
                new SettlePrintJobRequest { Job = job.Job, OnPaper = false }, Daemon.As(1));
            Assert.Equal(PrintState.Printed, settled.State);
        }

        var copy = await NextPaper(device);
        Assert.Contains(torn, copy.Text, StringComparison.Ordinal);
        Assert.Contains("COPY", copy.Text, StringComparison.Ordinal);
        Assert.Equal(0, copy.DrawerOpened);
        await daemon.UntilAsync(s => s.PrintJobs.Count == 0);
        Assert.False(device.Papers.TryRead(out _));
    }

    [Fact]
    public async Task A_daemon_that_dies_while_a_receipt_is_printed_asks_instead_of_printing_it_again()
    {
        await using var device = VirtualPrinter.Start(_port);
        device.PaperEndsAfter = QuestionBytes + 100;
        await using var daemon = await OpenAsync();
        await new Till(daemon).Sell("SOAP");
        await daemon.UntilAsync(s => s.PrintJobs.Any(job => job.State == PrintState.Printing) && device.PaperOut);
        await daemon.KillAsync();
        (device.PaperEndsAfter, device.PaperOut) = (null, false);
        await daemon.StartAsync();
        var status = await daemon.UntilAsync(s => s.PrintJobs.Count > 0);
        Assert.Equal(PrintState.Unknown, Assert.Single(status.PrintJobs).State);

        var settled = await daemon.Box.SettlePrintJobAsync(
            new SettlePrintJobRequest { Job = status.PrintJobs[0].Job, OnPaper = true }, Daemon.As(1));
        Assert.Equal(PrintState.Printed, settled.State);
        Assert.Empty((await daemon.StatusAsync()).PrintJobs);
    }

    [Fact]
    public async Task A_copy_is_marked_and_comes_once_for_each_command()
    {
        await using var device = VirtualPrinter.Start(_port);
        await using var daemon = await OpenAsync();
        var receipt = await new Till(daemon).Sell("SOAP");
        await NextPaper(device);

        var ask = new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = receipt.ReceiptNumber };
        var first = await daemon.Box.PrintCopyAsync(ask, Daemon.As(1));
        Assert.Equal(first.Job, (await daemon.Box.PrintCopyAsync(ask, Daemon.As(1))).Job);
        var copy = await NextPaper(device);
        Assert.Contains("COPY", copy.Text, StringComparison.Ordinal);
        Assert.Contains(receipt.ReceiptNumber, copy.Text, StringComparison.Ordinal);
        await daemon.UntilAsync(s => s.PrintJobs.Count == 0);
        Assert.False(device.Papers.TryRead(out _));

        ask.ReceiptNumber = "S1-1-999";
        ask.CommandId = Till.NewId();
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => daemon.Box.PrintCopyAsync(ask, Daemon.As(1)).ResponseAsync);
        await Till.Refused(StatusCode.NotFound, "PRINT_JOB_NOT_FOUND", () =>
            daemon.Box.SettlePrintJobAsync(new SettlePrintJobRequest { Job = 999 }, Daemon.As(1)).ResponseAsync);
    }

    [Fact]
    public async Task A_store_without_a_printer_queues_nothing_and_says_so()
    {
        await using var daemon = await OpenAsync("--Devices:printer:Link=");
        var receipt = await new Till(daemon).Sell("SOAP");
        Assert.Empty((await daemon.StatusAsync()).PrintJobs);
        var ask = new PrintCopyRequest { CommandId = Till.NewId(), ReceiptNumber = receipt.ReceiptNumber };
        await Till.Refused(StatusCode.FailedPrecondition, "NO_PRINTER", () => daemon.Box.PrintCopyAsync(ask, Daemon.As(1)).ResponseAsync);
    }

    private async Task<Daemon> OpenAsync(params string[] settings)
    {
        var daemon = new Daemon(
            _folder.File("data"), [$"--Devices:printer:Link=tcp://127.0.0.1:{_port}", "--HeadOffice:Embedded=false", .. settings]);
        await daemon.StartAsync();
        await new Till(daemon).ImportUsual();
        return daemon;
    }

    private static async Task<Paper> NextPaper(VirtualPrinter device) =>
        await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);
}
