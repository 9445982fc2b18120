using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>ESC/POS printers that tell by themselves what changes, and prove each job by its number.</summary>
public sealed class EpsonPrinterTests : PrinterContract
{
    protected override PrinterProfile Profile => PrinterProfile.Find("epson-80")!;

    [Fact]
    public async Task A_drawer_opens_also_while_there_is_no_paper()
    {
        await using var device = Start();
        device.PaperOut = true;
        await using var run = RunAt(device);
        await run.UntilAsync(health => health.State == DeviceState.Error);
        await run.Driver.KickDrawerAsync(new DrawerPulse(2, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)), default);
        Assert.Equal(1, device.DrawerOpenings);
    }

    [Fact]
    public async Task A_picture_larger_than_the_buffer_waits_in_the_link_while_there_is_no_paper()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        device.BufferBytes = 256;
        var large = new PrintDocument([
            new PictureItem(DotPicture.Of(576, 8000, (x, y) => (x ^ y) % 3 == 0)), new TextLine("below"), new CutPaper(),
        ]);
        device.PaperEndsAfter = device.BytesTaken + 2000;
        var printing = run.Driver.PrintAsync(large);
        await run.UntilAsync(health => health.State == DeviceState.Error);
        device.PaperEndsAfter = null;
        device.PaperOut = false;
        Assert.Equal(PrintOutcome.Printed, (await printing.WaitAsync(Daemon.Patience)).Outcome);
        Assert.Equal("below", (await NextPaper(device)).Text);
    }

    [Fact]
    public async Task One_that_knows_no_job_numbers_prints_all_the_same()
    {
        await using var device = Start();
        device.KnowsJobNumbers = false;
        await using var run = RunAt(device);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt($"job {i}"))).Outcome);
            Assert.StartsWith($"job {i}\n", (await NextPaper(device)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Noise_on_the_line_proves_nothing()
    {
        var dice = new Random(2027);
        for (int round = 0; round < 30; round++)
        {
            await using var device = Start();
            byte[] noise = new byte[dice.Next(1, 12)];
            await using var run = RunAt(device);
            await run.UntilAsync(health => health == DeviceHealth.Well);
            dice.NextBytes(noise);
            device.Garbage = noise;
            device.PaperEndsAfter = device.BytesTaken + 60;
            var printing = run.Driver.PrintAsync(Receipt("noise"));
            await Task.WhenAny(printing, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System));
            if (device.PaperOut && printing.IsCompleted)
                Assert.NotEqual((Convert.ToHexString(noise), PrintOutcome.Printed), (Convert.ToHexString(noise), (await printing).Outcome));
        }
    }

    protected override VirtualPrinter Start(int port = 0) => VirtualPrinter.Start(port);

    protected override VirtualPrinter StartAt(string path) => VirtualPrinter.StartAt(path);
}

/// <summary>Printers that are said to be compatible: they answer when asked, and one job's proof looks like another's.</summary>
public sealed class CompatiblePrinterTests : PrinterContract
{
    protected override PrinterProfile Profile => PrinterProfile.Find("compatible-80")!;

    [Fact]
    public async Task The_late_proof_of_an_earlier_job_is_not_taken_for_that_of_the_next()
    {
        await using var device = Start();
        await using (var run = RunAt(device, settings => settings with { HoldMax = TimeSpan.FromMilliseconds(200) }))
        {
            await run.UntilAsync(health => health == DeviceHealth.Well);
            device.PaperEndsAfter = device.BytesTaken + 40;
            Assert.Equal(PrintOutcome.Unknown, (await run.Driver.PrintAsync(Receipt("first"))).Outcome);
        }

        // New paper: the rest of the first job comes out, and its proof. Then the paper ends within the second one.
        device.PaperEndsAfter = null;
        device.PaperOut = false;
        await using var later = RunAt(device, settings => settings with { AskEvery = TimeSpan.FromHours(1) });
        await later.UntilAsync(health => health == DeviceHealth.Well);
        device.PaperEndsAfter = device.BytesTaken + 40;
        var second = later.Driver.PrintAsync(Receipt("second"));
        await later.UntilAsync(health => health.State == DeviceState.Error);
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System)));
        device.PaperEndsAfter = null;
        device.PaperOut = false;
        Assert.Equal(PrintOutcome.Printed, (await second.WaitAsync(Daemon.Patience)).Outcome);
    }

    [Fact]
    public async Task A_status_that_nobody_asked_for_is_no_proof()
    {
        var clock = new FakeTimeProvider();
        await using var wire = await AnsweredByHandAsync(clock);
        Assert.Equal(PrintOutcome.Unknown, (await Hurried(wire.Printing, clock, async () =>
        {
            // The job has come: the cover is opened in the middle of it.
            if (wire.Socket.Available > 0)
            {
                await wire.Socket.ReceiveAsync(new byte[4096]);
                await wire.Socket.SendAsync(new byte[] { 0x18, 0x00, 0x00, 0x0F });
            }
        })).Outcome);
    }

    [Fact]
    public async Task A_printer_that_never_stops_talking_gets_no_byte_of_the_job()
    {
        var clock = new FakeTimeProvider();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var address = new TcpAddress("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        await using var run = RunAt(address, time: clock);
        using var wire = await listener.AcceptSocketAsync();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => TalkAsync().WaitAsync(Daemon.Patience)); // the link is closed
        var health = await run.UntilAsync(health => health.State == DeviceState.Offline);
        Assert.Contains("without end", health.Reason, StringComparison.Ordinal);
        var result = await Hurried(run.Driver.PrintAsync(Receipt("no")), clock, () => Task.CompletedTask);
        Assert.Equal(PrintOutcome.NotBegun, result.Outcome);

        // For the printer's clock there is never silence between two bytes.
        async Task TalkAsync()
        {
            byte[] asked = new byte[64];
            while (true)
            {
                if (wire.Available > 0)
                {
                    await wire.ReceiveAsync(asked);
                    await wire.SendAsync(new byte[] { 0x12 });
                }

                await wire.SendAsync(new byte[] { 0x00 });
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    [Fact]
    public async Task A_printer_that_is_off_is_told_as_such()
    {
        await using var run = RunAt(new TcpAddress("127.0.0.1", Daemon.FreePort()));
        await run.UntilAsync(health => health.State == DeviceState.Offline);
        var result = await run.Driver.PrintAsync(Receipt("no"));
        Assert.Equal(PrintOutcome.NotBegun, result.Outcome);
        Assert.Contains("no connection", result.Reason, StringComparison.Ordinal);
    }

    protected override VirtualPrinter Start(int port = 0) => VirtualPrinter.Start(port);

    protected override VirtualPrinter StartAt(string path) => VirtualPrinter.StartAt(path);

    // A printer of which the test holds the other end: asked how it is and whether it is through, it has said yes.
    private async Task<Wire> AnsweredByHandAsync(FakeTimeProvider clock)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var run = RunAt(
            new TcpAddress("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port),
            settings => settings with { AskEvery = TimeSpan.FromHours(10) }, clock);
        var printing = run.Driver.PrintAsync(Receipt("by hand"));
        var socket = await listener.AcceptSocketAsync();
        // Its greeting, and the questions before the job.
        foreach (byte answer in new byte[] { 0x12, 0x12, 0x12, 0x00, 0x12, 0x12, 0x12 })
        {
            var asked = socket.ReceiveAsync(new byte[3]);
            await HurryAsync(asked, clock);
            await socket.SendAsync(new[] { answer });
        }

        return new Wire(run, printing, socket);
    }

    private static async Task HurryAsync(Task task, FakeTimeProvider clock)
    {
        while (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System)) != task)
            clock.Advance(TimeSpan.FromMilliseconds(10));
    }

    // Lets the printer's deadlines pass quickly.
    private static async Task<PrintResult> Hurried(Task<PrintResult> printing, FakeTimeProvider clock, Func<Task> each)
    {
        while (await Task.WhenAny(printing, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System)) != printing)
        {
            await each();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await printing;
    }

    private sealed record Wire(DriverRun<ReceiptPrinter> Run, Task<PrintResult> Printing, System.Net.Sockets.Socket Socket)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Socket.Dispose();
            await Run.DisposeAsync();
        }
    }
}

/// <summary>Printers that never answer.</summary>
public sealed class BlindPrinterTests
{
    [Fact]
    public async Task A_job_is_sent_on_a_connection_of_its_own_and_a_printer_that_is_off_shows()
    {
        int port = Daemon.FreePort();
        var address = new TcpAddress("127.0.0.1", port);
        var settings = new ReceiptPrinterSettings(PrinterProfile.Find("blind-80")!);
        var description = new DeviceDescription("printer", DeviceClass.ReceiptPrinter, "blind-80", address.ToString());
        var device = VirtualPrinter.Start(port);
        device.Silent = true;
        await using var run = new DriverRun<ReceiptPrinter>(
            TimeProvider.System, around => new ReceiptPrinter(description, address, settings, around));
        var document = new PrintDocument([new TextLine("blind"), new CutPaper()]);
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(document)).Outcome);
        Assert.Equal("blind", (await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience)).Text);
        await device.DisposeAsync();
        Assert.Equal(PrintOutcome.NotBegun, (await run.Driver.PrintAsync(document)).Outcome);
    }
}

/// <summary>Links as they are written.</summary>
public sealed class LinkAddressTests
{
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
}
