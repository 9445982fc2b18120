using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>The printer's driver against a printer that speaks the real protocol and has every fault.</summary>
public sealed class ReceiptPrinterTests
{
    private const int QuestionBytes = 9; // three times DLE EOT n, before a job
    private const int SettlingBytes = 3; // GS r, before the first job of a link

    private static readonly PrinterProfile Epson = PrinterProfile.Find("epson-80")!;

    private static readonly PrintDocument Receipt = new([
        new OpenDrawer(), new TextLine("Shop", Align.Centre), new ColumnsLine("Soap", "2.50"), new RuleLine(), new CutPaper(),
    ]);

    [Fact]
    public async Task A_job_is_printed_when_the_printer_says_that_it_is_through()
    {
        await using var device = VirtualPrinter.Start(port: 0);
        await using var printer = PrinterAt(device);
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        var paper = await NextPaper(device);
        Assert.Equal(1, paper.DrawerOpened);
        Assert.StartsWith("Shop\nSoap", paper.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pulled_at_any_byte_a_job_is_never_called_what_it_is_not()
    {
        int bytes = EscPosEncoder.Encode(Receipt, Epson).Bytes.Length + EscPosStatus.AskAfterJob.Length;
        const int before = QuestionBytes + SettlingBytes;
        var together = new ParallelOptions { MaxDegreeOfParallelism = 16 };
        await Parallel.ForEachAsync(Enumerable.Range(0, before + bytes), together, async (cut, _) =>
        {
            await using var device = VirtualPrinter.Start(port: 0);
            device.CutCableAfter = cut;
            await using var printer = PrinterAt(device);
            var result = await printer.PrintAsync(Receipt);
            var expected = cut < before ? PrintOutcome.NotBegun : PrintOutcome.Unknown;
            Assert.Equal((cut, expected), (cut, result.Outcome));
            Assert.NotEqual("", result.Reason);
            if (expected == PrintOutcome.NotBegun)
                Assert.Empty(device.Hanging.Rows);

            // The next job goes through on a new connection.
            Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        });
    }

    [Fact]
    public async Task The_late_proof_of_an_earlier_job_is_not_taken_for_that_of_the_next()
    {
        await using var device = VirtualPrinter.Start(port: 0);
        var clock = new FakeTimeProvider();
        await using (var printer = new ReceiptPrinter(new TcpAddress("127.0.0.1", device.Port), Epson, clock))
        {
            device.PaperEndsAfter = QuestionBytes + SettlingBytes + 40;
            Assert.Equal(PrintOutcome.Unknown, (await Hurried(printer.PrintAsync(Receipt), clock)).Outcome);
        }

        // New paper: the rest of the first job comes out, and its proof. Then the paper ends within the second one.
        await using var later = PrinterAt(device);
        device.PaperOut = false;
        device.PaperEndsAfter = device.BytesTaken + QuestionBytes + SettlingBytes + 40;
        var second = later.PrintAsync(Receipt);
        while (!device.PaperOut)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)));
        device.PaperOut = false;
    }

    [Fact]
    public async Task A_status_that_nobody_asked_for_is_no_proof()
    {
        var clock = new FakeTimeProvider();
        var (printing, wire) = await AnsweredByHandAsync(clock);
        using var end = wire;
        Assert.Equal(PrintOutcome.Unknown, (await Hurried(printing, clock, async () =>
        {
            // The job has come: the cover is opened in the middle of it.
            if (wire.Available > 0)
            {
                await wire.ReceiveAsync(new byte[4096]);
                await wire.SendAsync(new byte[] { 0x18, 0x00, 0x00, 0x0F });
            }
        })).Outcome);
    }

    [Fact]
    public async Task A_printer_that_never_stops_talking_gets_no_byte_of_the_job()
    {
        var (printing, wire) = await AnsweredByHandAsync(TimeProvider.System);
        using var end = wire;
        var talking = TalkAsync();
        var result = await printing.WaitAsync(Daemon.Patience);
        Assert.Equal(PrintOutcome.NotBegun, result.Outcome);
        Assert.Contains("without end", result.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => talking.WaitAsync(Daemon.Patience)); // the link is closed

        async Task TalkAsync()
        {
            while (true)
            {
                await wire.SendAsync(new byte[] { 0x00 });
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("cover")]
    public async Task A_printer_that_cannot_print_gets_no_byte_of_the_job(string what)
    {
        await using var device = VirtualPrinter.Start(port: 0);
        (device.PaperOut, device.CoverOpen) = (what == "paper", what == "cover");
        await using var printer = PrinterAt(device);
        var held = await printer.PrintAsync(Receipt);
        Assert.Equal((PrintOutcome.NotBegun, QuestionBytes), (held.Outcome, device.BytesTaken));
        Assert.Contains(what, held.Reason, StringComparison.Ordinal);

        (device.PaperOut, device.CoverOpen) = (false, false);
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
    }

    [Fact]
    public async Task A_printer_that_answers_nothing_gets_no_byte_of_the_job()
    {
        await using var device = VirtualPrinter.Start(port: 0);
        device.Silent = true;
        await using var printer = PrinterAt(device);
        var result = await printer.PrintAsync(Receipt);
        Assert.Equal(PrintOutcome.NotBegun, result.Outcome);
        Assert.Contains("does not answer", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_printer_that_is_off_is_told_as_such()
    {
        await using var printer = new ReceiptPrinter(new TcpAddress("127.0.0.1", Daemon.FreePort()), Epson, TimeProvider.System);
        var result = await printer.PrintAsync(Receipt);
        Assert.Equal(PrintOutcome.NotBegun, result.Outcome);
        Assert.Contains("no connection", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_printer_that_was_switched_off_and_on_between_two_jobs_prints_the_second()
    {
        int port = Daemon.FreePort();
        await using var printer = new ReceiptPrinter(new TcpAddress("127.0.0.1", port), Epson, TimeProvider.System);
        await using (var first = VirtualPrinter.Start(port))
            Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        await using var second = VirtualPrinter.Start(port);
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        Assert.Contains("Soap", (await NextPaper(second)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_job_goes_through_a_device_file()
    {
        await using var device = VirtualPrinter.Start(port: 0);
        await using var terminal = new PseudoTerminal();
        terminal.LeadTo(device.Port);
        Assert.True(LinkAddress.TryParse($"file://{terminal.Path}", out var address, out _));
        await using var printer = new ReceiptPrinter(address, Epson, TimeProvider.System);
        Assert.Equal(PrintOutcome.Printed, (await printer.PrintAsync(Receipt)).Outcome);
        Assert.StartsWith("Shop\nSoap", (await NextPaper(device)).Text, StringComparison.Ordinal);
        device.PaperOut = true;
        Assert.Contains("paper", (await printer.PrintAsync(Receipt)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://printer.local:9100", "printer.local:9100")]
    [InlineData("tcp://[::1]:9100", "::1:9100")]
    [InlineData("file:///dev/usb/lp0", "/dev/usb/lp0")]
    [InlineData("tcp://printer", null)]
    [InlineData("tcp://:9100", null)]
    [InlineData("tcp://printer:0", null)]
    [InlineData("tcp://printer:65536", null)]
    [InlineData("file://dev/lp0", null)]
    [InlineData("serial:/dev/ttyS0", null)]
    public void An_address_reads_as_what_it_is_or_is_refused_with_the_right_way_to_write_it(string text, string? link)
    {
        Assert.Equal(link is not null, LinkAddress.TryParse(text, out var address, out string problem));
        Assert.Equal(link ?? "", link is null ? "" : address.ToString());
        Assert.Equal(link is null, problem.Contains("tcp://host:port", StringComparison.Ordinal));
    }

    private static ReceiptPrinter PrinterAt(VirtualPrinter device) =>
        new(new TcpAddress("127.0.0.1", device.Port), Epson, TimeProvider.System);

    // A printer of which the test holds the other end: asked how it is and whether it is through, it has said yes.
    private static async Task<(Task<PrintResult> Printing, System.Net.Sockets.Socket Wire)> AnsweredByHandAsync(TimeProvider time)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var address = new TcpAddress("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        var printing = PrintOnceAsync();
        var wire = await listener.AcceptSocketAsync();
        foreach (byte answer in new byte[] { 0x12, 0x12, 0x12, 0x00 })
        {
            await wire.ReceiveAsync(new byte[3]);
            await wire.SendAsync(new[] { answer });
        }

        return (printing, wire);

        async Task<PrintResult> PrintOnceAsync()
        {
            await using var printer = new ReceiptPrinter(address, Epson, time);
            return await printer.PrintAsync(Receipt);
        }
    }

    // Lets the printer's deadlines pass quickly.
    private static async Task<PrintResult> Hurried(Task<PrintResult> printing, FakeTimeProvider clock, Func<Task>? each = null)
    {
        while (await Task.WhenAny(printing, Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System)) != printing)
        {
            await (each?.Invoke() ?? Task.CompletedTask);
            clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        return await printing;
    }

    private static async Task<Paper> NextPaper(VirtualPrinter device) =>
        await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);
}
