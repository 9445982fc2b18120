using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>The driver of customer displays against displays that show what they were sent.</summary>
public sealed class CustomerDisplayTests
{
    private static readonly DisplayLines Soap = new("Soap            2.50", "Total EUR      12.50");

    public static TheoryData<string> Protocols => ["cd5220", "escpos-display"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_is_shown_last_stands_on_the_display(string protocol)
    {
        await using var bench = new Bench(protocol);
        for (int i = 0; i < 50; i++)
            bench.Driver.Show(new DisplayLines($"Item {i}", "1.00"));
        bench.Driver.Show(Soap);
        await bench.StandsAsync(Soap);
        bench.Driver.Show(new DisplayLines("Paid", ""));
        await bench.StandsAsync(new DisplayLines("Paid", ""));
        Assert.Equal(0, bench.Display.Unknown);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Letters_of_its_tables_are_shown_and_others_as_question_marks(string protocol)
    {
        await using var bench = new Bench(protocol);
        bench.Driver.Show(new DisplayLines("Crème brûlée € 3,50", "ł日\n\u00A0ü"));
        await bench.StandsAsync(new DisplayLines("Crème brûlée € 3,50", "??  ü"));
    }

    [Fact]
    public async Task A_display_with_several_tables_is_switched_between_them()
    {
        await using var bench = new Bench("escpos-display", new DisplaySettings(CodePages: [new(19, 858), new(18, 852), new(17, 866)]));
        bench.Driver.Show(new DisplayLines("Łódź € 5 ü", "Борщ"));
        await bench.StandsAsync(new DisplayLines("Łódź € 5 ü", "Борщ"));
        Assert.Equal(0, bench.Display.Unknown);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_line_that_is_too_long_is_cut_off_and_the_other_one_is_left_alone(string protocol)
    {
        await using var bench = new Bench(protocol);
        bench.Driver.Show(new DisplayLines("Twenty characters ok and more", "below"));
        await bench.StandsAsync(new DisplayLines("Twenty characters ok", "below"));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cut_at_any_byte_the_text_stands_there_when_the_cable_is_back(string protocol) =>
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (bytes, _) =>
        {
            await using var bench = new Bench(protocol);
            await bench.UntilAsync(() => bench.Driver.Health.State == DeviceState.Online);
            bench.Display.Port.Faults.CutAfterTaken(bytes);
            bench.Driver.Show(Soap);
            await bench.StandsAsync(Soap);
            bench.Driver.Show(new DisplayLines($"cut after {bytes}", ""));
            await bench.StandsAsync(new DisplayLines($"cut after {bytes}", ""));
        });

    [Theory]
    [InlineData("cd5220", false)]
    [InlineData("cd5220", true)]
    [InlineData("escpos-display", true)]
    public async Task A_display_that_was_off_shows_what_counts_now(string protocol, bool isFile)
    {
        await using var bench = new Bench(protocol, isFile: isFile);
        bench.Driver.Show(Soap);
        await bench.StandsAsync(Soap);
        bench.Display.Port.SwitchOff();
        await bench.UntilAsync(() => bench.Driver.Health.State == DeviceState.Offline);
        bench.Driver.Show(new DisplayLines("missed", "missed"));
        bench.Driver.Show(new DisplayLines("now", ""));
        bench.Display.Port.SwitchOn();
        await bench.StandsAsync(new DisplayLines("now", ""));
    }

    [Fact]
    public async Task A_test_is_seen_and_what_stood_there_comes_back()
    {
        await using var bench = new Bench("cd5220");
        bench.Driver.Show(Soap);
        await bench.StandsAsync(Soap);
        var testing = bench.Driver.TestAsync(Soon);
        await bench.StandsAsync(new DisplayLines("0123456789 ABCDEFGHI", "€ é ë ï ö ü ñ abcdef"));
        Assert.Contains("€ é ë", await testing, StringComparison.Ordinal);
        await bench.StandsAsync(Soap);
    }

    // Partner Tech, CD5220 User's Manual: ESC Q A [n]x20 CR and ESC Q B [n]x20 CR.
    [Fact]
    public void A_CD5220_is_written_line_by_line() => Assert.Equal(
        [
            0x1B, 0x51, 0x41, .. "Soap        "u8, 0xD5, .. " 1,20  "u8, 0x0D,
            0x1B, 0x51, 0x42, .. "abc                 "u8, 0x0D,
        ],
        new Cd5220(new DisplaySettings()).Show(new DisplayLines("Soap        € 1,20", "abc")));

    // Epson, DM-D110 Specification 5.4: US $ n m, ESC t n; 858 is table 19, and the euro sign 0xD5 in it.
    [Fact]
    public void An_Epson_display_is_written_from_the_left_of_each_line() => Assert.Equal(
        [0x1B, 0x74, 19, 0x1F, 0x24, 1, 1, 0xD5, .. "1       "u8, 0x1F, 0x24, 1, 2, .. "2        "u8],
        new EscPosDisplay(new DisplaySettings(Columns: 9)).Show(new DisplayLines("€1", "2")));

    [Fact]
    public void A_display_behind_a_printer_is_chosen_and_the_printer_afterwards()
    {
        byte[] bytes = new EscPosDisplay(new DisplaySettings(BehindPrinter: true)).Show(DisplayLines.Blank);
        Assert.Equal([0x1B, 0x3D, 2], bytes[..3]);
        Assert.Equal([0x1B, 0x3D, 1], bytes[^3..]);
    }

    [Fact]
    public void Nothing_that_can_come_upsets_a_virtual_display()
    {
        foreach (string protocol in (string[])["cd5220", "escpos-display"])
        {
            var machine = DisplayMachine.Of(protocol, 20)!;
            machine.SwitchOn();
            var random = new Random(5);
            for (int i = 0; i < 50_000; i++)
                machine.Take((byte)random.Next(256), []);
            Assert.True(machine.Glass.Upper.Length <= 20);
        }
    }

    [Theory]
    [InlineData("i2c://1/0x27", "I2C bus 1, address 0x27")]
    [InlineData("lcd://gpiochip0/25,24,23,17,18,22", "GPIO chip 0, lines 25, 24, 23, 17, 18, 22")]
    [InlineData("i2c://1/27", null)]
    [InlineData("i2c://1/0x78", null)]
    [InlineData("lcd://gpiochip0/25,24,23,17,18", null)]
    [InlineData("lcd://gpiochip0/25,25,23,17,18,22", null)]
    [InlineData("lcd://chip0/25,24,23,17,18,22", null)]
    public void The_address_of_a_bare_LCD_reads_as_what_it_is(string text, string? said)
    {
        Assert.Equal(said is not null, LinkAddress.TryParse(text, out var address, out string problem));
        Assert.Equal(said, said is null ? null : address.ToString());
        Assert.Equal(said is null, problem.Contains("i2c://1/0x27", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("i2c://250/0x27")]
    [InlineData("lcd://gpiochip250/25,24,23,17,18,22")]
    public async Task A_bus_that_is_not_there_is_a_link_that_cannot_be_opened(string text)
    {
        Assert.True(LinkAddress.TryParse(text, out var address, out _));
        await Assert.ThrowsAnyAsync<IOException>(async () => await address.OpenAsync(Soon));
    }

    private static CancellationToken Soon => new CancellationTokenSource(Daemon.Patience, TimeProvider.System).Token;

    private sealed class Bench : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HotPlug _hotPlug = new("/nowhere");
        private readonly TempFolder? _folder;
        private readonly Task _running;

        public Bench(string protocol, DisplaySettings? settings = null, bool isFile = false)
        {
            _folder = isFile ? new TempFolder() : null;
            Display = VirtualDisplay.Start(protocol, _folder?.File("display") ?? "0", TimeProvider.System);
            Assert.True(LinkAddress.TryParse(Display.Port.Address, out var address, out string problem), problem);
            Driver = new CustomerDisplay(
                new DeviceDescription("display", DeviceClass.CustomerDisplay, protocol, address.ToString()!), address, settings ?? new(),
                new DeviceSurroundings(new DeviceFeed(TimeProvider.System), _hotPlug, TimeProvider.System, () => new Random(3)));
            _running = Driver.RunAsync(_stop.Token);
        }

        public VirtualDisplay Display { get; }

        public CustomerDisplay Driver { get; }

        public Task StandsAsync(DisplayLines lines) => UntilAsync(() => Display.Lines == lines);

        public async Task UntilAsync(Func<bool> isSo)
        {
            var soon = Soon;
            while (!isSo())
            {
                Assert.False(soon.IsCancellationRequested, $"waited in vain: {Display.Lines}, {Driver.Health}");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await Display.DisposeAsync();
            _hotPlug.Dispose();
            _stop.Dispose();
            _folder?.Dispose();
        }
    }
}
