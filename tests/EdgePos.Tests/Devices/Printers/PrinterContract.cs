using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>What is asked of every dialect, against a printer that speaks the real protocol and has every fault.</summary>
public abstract class PrinterContract
{
    private static readonly DotPicture Logo = DotPicture.Of(24, 6, (x, y) => (x + y) % 2 == 0);

    protected abstract PrinterProfile Profile { get; }

    protected abstract VirtualPrinter Start(int port = 0);

    protected abstract VirtualPrinter StartAt(string path);

    // All kinds of bytes: text of several pages, dots, a picture, bars.
    protected static PrintDocument Receipt(string title) => new([
        new OpenDrawer(), new TextLine(title, Align.Centre), new PictureItem(Logo), new ColumnsLine("Jabłko ŉ", "€ 2.50"),
        new BarCode("A1"), new CutPaper(),
    ]);

    [Fact]
    public async Task A_job_is_printed_when_the_printer_says_that_it_is_through()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        Assert.Equal(new PrintResult(PrintOutcome.Printed, ""), await run.Driver.PrintAsync(Receipt("one")));
        var paper = await NextPaper(device);
        Assert.Equal((1, 0L), (paper.DrawerOpened, device.UnknownBytes));
        Assert.StartsWith("one\nJabłko ▯", paper.Text, StringComparison.Ordinal);
        Assert.Contains(new("PaperCutCount", 1), run.Driver.Statistics.All);
    }

    [Fact]
    public Task Pulled_at_any_byte_no_job_is_lost_and_none_comes_twice() => InterruptedAnywhere((device, at) => device.CutCableAfter(at));

    [Fact]
    public Task Switched_off_at_any_byte_no_job_is_lost_and_none_comes_twice() =>
        InterruptedAnywhere((device, at) => device.LosesPowerAfter = at);

    [Fact]
    public async Task Out_of_paper_in_the_middle_it_goes_on_where_it_stopped()
    {
        (long begin, long end) = await JobBytes();
        await using var device = Start();
        device.PaperEndsAfter = begin + ((end - begin) / 2);
        await using var run = RunAt(device);
        var printing = run.Driver.PrintAsync(Receipt("held"));
        var health = await run.UntilAsync(health => health.Reason.Contains("waits in the printer", StringComparison.Ordinal));
        Assert.Equal((DeviceState.Error, false), (health.State, printing.IsCompleted));
        Assert.Contains("the paper is out", health.Reason, StringComparison.Ordinal);
        device.PaperEndsAfter = null;
        device.PaperOut = false;
        Assert.Equal(PrintOutcome.Printed, (await printing.WaitAsync(Daemon.Patience)).Outcome);
        Assert.StartsWith("held\n", (await NextPaper(device)).Text, StringComparison.Ordinal);
        await run.UntilAsync(health => health == DeviceHealth.Well);
    }

    [Fact]
    public async Task Paper_that_ends_before_the_first_job_is_told_and_new_paper_helps()
    {
        (long begin, _) = await JobBytes();
        long step = Math.Max(1, begin / 24);
        var moments = Enumerable.Range(1, (int)begin).Where(at => at % step == 0);
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (at, _) =>
        {
            await using var device = Start();
            device.PaperEndsAfter = at;
            await using var run = RunAt(device);
            var printing = run.Driver.PrintAsync(Receipt("first"));
            var health = await run.UntilAsync(health => health.State == DeviceState.Error);
            Assert.Contains("the paper is out", health.Reason, StringComparison.Ordinal);
            device.PaperEndsAfter = null;
            device.PaperOut = false;
            var first = await printing.WaitAsync(Daemon.Patience, CancellationToken.None);
            if (first.Outcome == PrintOutcome.NotBegun)
                first = await AgainAndAgain(run.Driver, "first");
            Assert.Equal((PrintOutcome.Printed, 1), (first.Outcome, Times(device, "first")));
        });
    }

    [Fact]
    public async Task A_printer_that_nobody_gives_paper_is_not_waited_for_without_end()
    {
        (long begin, long end) = await JobBytes();
        await using var device = Start();
        device.PaperEndsAfter = begin + ((end - begin) / 2);
        await using var run = RunAt(device, settings => settings with { HoldMax = TimeSpan.FromMilliseconds(300) });
        var result = await run.Driver.PrintAsync(Receipt("held"));
        Assert.Equal(PrintOutcome.Unknown, result.Outcome);
        Assert.Contains("the paper is out", result.Reason, StringComparison.Ordinal);

        // With new paper nothing is taken for the proof of another job, and what comes next is whole.
        device.PaperEndsAfter = null;
        device.PaperOut = false;
        Assert.Equal(PrintOutcome.Printed, (await AgainAndAgain(run.Driver, "next")).Outcome);
        Assert.Equal(1, Times(device, "next"));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("cover")]
    [InlineData("knife")]
    [InlineData("fault")]
    public async Task A_printer_that_cannot_print_gets_no_byte_of_the_job(string what)
    {
        await using var device = Start();
        Hinder(device, what, true);
        await using var run = RunAt(device);
        await run.UntilAsync(health => health.State == DeviceState.Error);
        var held = await run.Driver.PrintAsync(Receipt("no"));
        Assert.Equal(PrintOutcome.NotBegun, held.Outcome);
        Assert.Contains(what, held.Reason, StringComparison.Ordinal);
        Hinder(device, what, false);
        Assert.Empty(device.Hanging.Rows);
        Assert.Equal(PrintOutcome.Printed, (await AgainAndAgain(run.Driver, "yes")).Outcome);
        Assert.Equal(Whole("yes"), (await NextPaper(device)).Text);
    }

    [Fact]
    public async Task A_printer_that_answers_nothing_gets_no_byte_of_the_job()
    {
        await using var device = Start();
        device.Silent = true;
        await using var run = RunAt(device);
        var result = await run.Driver.PrintAsync(Receipt("no"));
        Assert.Equal((PrintOutcome.NotBegun, "the printer does not answer"), (result.Outcome, result.Reason));
        Assert.Empty(device.Hanging.Rows);
    }

    [Fact]
    public async Task What_it_says_twice_is_heard_once()
    {
        await using var device = Start();
        device.Faults.Duplicate = true;
        await using var run = RunAt(device);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt($"job {i}"))).Outcome);
            Assert.StartsWith($"job {i}\n", (await NextPaper(device)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_printer_that_answers_late_is_waited_for()
    {
        await using var device = Start();
        device.Faults.Late = TimeSpan.FromMilliseconds(200);
        await using var run = RunAt(device);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt("late"))).Outcome);
        Assert.Equal(1, Times(device, "late"));
    }

    [Fact]
    public async Task A_slow_printer_with_a_full_buffer_is_waited_for()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        (device.BytesASecond, device.BufferBytes) = (2000, 64);
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt("slow"))).Outcome);
        Assert.Equal(1, Times(device, "slow"));
    }

    [Fact]
    public async Task Little_paper_is_told_before_it_is_none_and_then_what_to_do()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        device.PaperNearEnd = true;
        await run.UntilAsync(health => health is { State: DeviceState.Online, Warning.Length: > 0 });
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt("last"))).Outcome);
        device.PaperOut = true;
        await run.UntilAsync(health => health is { State: DeviceState.Error, Advice.Length: > 0 });
        (device.PaperOut, device.PaperNearEnd) = (false, false);
        await run.UntilAsync(health => health == DeviceHealth.Well);
    }

    [Fact]
    public async Task The_drawer_is_opened_and_its_sensor_is_told()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        var levels = System.Threading.Channels.Channel.CreateBounded<bool>(16);
        run.Driver.DrawerLevelChanged += level => levels.Writer.TryWrite(level);
        await run.UntilAsync(health => health == DeviceHealth.Well);
        await run.Driver.KickDrawerAsync(new DrawerPulse(2, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)), default);
        Assert.Equal((1, true), (device.DrawerOpenings, device.DrawerOpen));
        await UntilLevel(levels.Reader, true);
        device.DrawerOpen = false;
        await UntilLevel(levels.Reader, false);
        Assert.False(run.Driver.DrawerLevel);
    }

    [Fact]
    public async Task A_printer_that_was_switched_off_and_on_between_two_jobs_prints_the_second()
    {
        int port = Daemon.FreePort();
        Assert.True(LinkAddress.TryParse($"tcp://127.0.0.1:{port}", out var address, out _));
        await using var run = RunAt(address);
        await using (var first = Start(port))
            Assert.Equal(PrintOutcome.Printed, (await AgainAndAgain(run.Driver, "first")).Outcome);
        await using var second = Start(port);
        Assert.Equal(PrintOutcome.Printed, (await AgainAndAgain(run.Driver, "second")).Outcome);
        Assert.StartsWith("second\n", (await NextPaper(second)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_job_goes_through_a_device_file()
    {
        using var folder = new TempFolder();
        await using var device = StartAt(folder.File("lp0"));
        Assert.True(LinkAddress.TryParse($"file://{folder.File("lp0")}", out var address, out _));
        await using var run = RunAt(address);
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt("file"))).Outcome);
        Assert.StartsWith("file\n", (await NextPaper(device)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_test_page_is_all_that_the_printer_knows()
    {
        await using var device = Start();
        await using var run = RunAt(device);
        Assert.Contains("test page", await run.Driver.TestAsync(default), StringComparison.Ordinal);
        string text = (await NextPaper(device)).Text;
        Assert.Contains("€ é ü ł ñ", text, StringComparison.Ordinal);
        Assert.Equal(0, device.UnknownBytes);
    }

    private protected DriverRun<ReceiptPrinter> RunAt(
        VirtualPrinter device, Func<ReceiptPrinterSettings, ReceiptPrinterSettings>? change = null)
    {
        Assert.True(LinkAddress.TryParse(device.Address, out var address, out string problem), problem);
        return RunAt(address, change);
    }

    private protected DriverRun<ReceiptPrinter> RunAt(
        LinkAddress address, Func<ReceiptPrinterSettings, ReceiptPrinterSettings>? change = null, TimeProvider? time = null)
    {
        // Looks are rare, so that a job's bytes are counted; asking is quick, so that nobody waits.
        var settings = new ReceiptPrinterSettings(Profile)
        {
            LookEvery = TimeSpan.FromHours(1),
            AskEvery = Profile.TellsByItself ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(50),
            AskHinderedEvery = TimeSpan.FromMilliseconds(50),
        };
        var description = new DeviceDescription("printer", DeviceClass.ReceiptPrinter, Profile.Name, address.ToString());
        settings = change?.Invoke(settings) ?? settings;
        return new(time ?? TimeProvider.System, around => new ReceiptPrinter(description, address, settings, around));
    }

    protected static async Task<Paper> NextPaper(VirtualPrinter device) =>
        await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);

    // How often something was cut off, or hangs out.
    protected static int Times(VirtualPrinter device, string title)
    {
        var papers = new List<Paper>();
        while (device.Papers.TryRead(out var paper))
            papers.Add(paper);
        return papers.Append(device.Hanging).Sum(paper => paper.Text.Split('\n').Count(line => line == title));
    }

    // What the print queue does with a job that was not begun.
    protected static async Task<PrintResult> AgainAndAgain(ReceiptPrinter printer, string title)
    {
        for (int tries = 1; ; tries++)
        {
            var result = await printer.PrintAsync(Receipt(title)).WaitAsync(Daemon.Patience);
            if (result.Outcome != PrintOutcome.NotBegun || tries == 50)
                return result;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static void Hinder(VirtualPrinter device, string what, bool isSo)
    {
        switch (what)
        {
            case "paper":
                device.PaperOut = isSo;
                break;
            case "cover":
                device.CoverOpen = isSo;
                break;
            case "knife":
                device.KnifeStuck = isSo;
                break;
            default:
                device.HeadHot = isSo;
                break;
        }
    }

    private static async Task UntilLevel(System.Threading.Channels.ChannelReader<bool> levels, bool wanted)
    {
        while (await levels.ReadAsync().AsTask().WaitAsync(Daemon.Patience) != wanted)
        {
        }
    }

    // Where among all bytes those of the first job are, with the questions before it and behind it.
    private async Task<(long Begin, long End)> JobBytes()
    {
        await using var device = Start();
        await using var run = RunAt(device, settings => settings with { AskEvery = TimeSpan.FromHours(1) });
        await run.UntilAsync(health => health == DeviceHealth.Well);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System); // the last of its greeting is on its way
        long begin = device.BytesTaken;
        Assert.Equal(PrintOutcome.Printed, (await run.Driver.PrintAsync(Receipt("count"))).Outcome);
        return (begin, device.BytesTaken);
    }

    private async Task InterruptedAnywhere(Action<VirtualPrinter, long> interrupt)
    {
        (long begin, long end) = await JobBytes();
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<PrintOutcome>();
        var together = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        await Parallel.ForEachAsync(Enumerable.Range(0, (int)end + 1), together, async (at, _) =>
        {
            await using var device = Start();
            interrupt(device, at);
            await using var run = RunAt(device, settings => settings with { AskEvery = TimeSpan.FromHours(1) });
            var first = await run.Driver.PrintAsync(Receipt("first"));
            outcomes.Add(first.Outcome);
            if (first.Outcome == PrintOutcome.NotBegun)
            {
                Assert.Empty(device.Hanging.Rows); // nothing of it is on paper: it comes again
                first = await AgainAndAgain(run.Driver, "first");
            }

            // Unknown goes to staff and is not printed again. The next job is whole, whatever the first one left behind.
            Assert.Equal((at, PrintOutcome.Printed), (at, (await AgainAndAgain(run.Driver, "next")).Outcome));
            var papers = new List<Paper>();
            while (device.Papers.TryRead(out var paper))
                papers.Add(paper);
            Assert.EndsWith(Whole("next"), papers[^1].Text, StringComparison.Ordinal);
            int firsts = papers.Sum(paper => paper.Text.Split('\n').Count(line => line == "first"));
            bool isRight = first.Outcome == PrintOutcome.Printed ? firsts == 1 : firsts <= 1;
            Assert.True(isRight, $"at byte {at}: {first}, {firsts} times on paper");
            if (at < begin)
                Assert.Equal((at, PrintOutcome.Printed), (at, first.Outcome)); // before the first job nothing is unknown
        });
        Assert.Contains(PrintOutcome.Unknown, outcomes);
        Assert.Contains(PrintOutcome.Printed, outcomes);
    }

    private string Whole(string title)
    {
        string line = "Jabłko ▯".PadRight(Profile.Columns - 6) + "€ 2.50";
        return $"{title}\n{line}\n[barcode A1]";
    }
}
