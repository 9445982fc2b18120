using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices.Scanners;

/// <summary>Scanners' drivers against scanners that send the real bytes, over lines with every fault.</summary>
public sealed class ScannerDriverTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(false, "", "\r")]
    [InlineData(false, "", "\r\n")]
    [InlineData(false, "\u0002", "\u0003")]
    [InlineData(true, "", "\r")]
    [InlineData(true, "", "\t")]
    public async Task What_is_scanned_is_told_in_order_with_its_kind(bool isKeyboard, string prefix, string suffix)
    {
        await using var desk = await Desk.SetAsync(new() { IsKeyboard = isKeyboard, Prefix = prefix, Suffix = suffix });
        long before = desk.Count(ScannerDriver.GoodScans);
        for (int i = 0; i < 40; i++)
            desk.Scan($"0109521234543213{i:D2}\u001D21A", "]C1");
        for (int i = 0; i < 40; i++)
            Assert.Equal(new Scanned($"0109521234543213{i:D2}\u001D21A", "]C1"), await desk.NextAsync<Scanned>());
        Assert.Equal(before + 40, desk.Count(ScannerDriver.GoodScans));
        Assert.Equal(0, desk.Count(ScannerDriver.LostScans));
    }

    [Fact]
    public async Task The_same_again_is_one_scan_until_it_was_gone_for_a_while()
    {
        await using var desk = await Desk.SetAsync(new());
        desk.Port.Faults.Duplicate = true;
        long same = desk.Count(ScannerDriver.SameScans);
        desk.Scan("40084015");
        Assert.Equal("40084015", (await desk.NextAsync<Scanned>()).Data);
        await desk.CountsAsync(ScannerDriver.SameScans, same + 1);

        // It reads on while the article lies there: each reading makes the time begin anew.
        desk.Port.Faults.Duplicate = false;
        for (int i = 2; i <= 4; i++)
        {
            desk.Clock.Advance(TimeSpan.FromMilliseconds(200));
            desk.Scan("40084015");
            await desk.CountsAsync(ScannerDriver.SameScans, same + i);
        }

        desk.Scan("96385074");
        Assert.Equal("96385074", (await desk.NextAsync<Scanned>()).Data);
        desk.Scan("40084015"); // another one was between
        Assert.Equal("40084015", (await desk.NextAsync<Scanned>()).Data);
        desk.Clock.Advance(TimeSpan.FromMilliseconds(301));
        desk.Scan("40084015");
        Assert.Equal("40084015", (await desk.NextAsync<Scanned>()).Data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pulled_at_any_byte_of_a_code_it_is_whole_or_lost_and_the_next_is_read(bool isKeyboard)
    {
        await using var desk = await Desk.SetAsync(new() { IsKeyboard = isKeyboard });
        int bytes = new VirtualScanner(new() { IsKeyboard = isKeyboard }).Read("1234567").Length;
        for (int cut = 0; cut < bytes; cut += isKeyboard ? 13 : 1)
        {
            string code = $"{1_000_000 + cut}";
            desk.Port.Faults.CutAfterSent(cut);
            desk.Scan(code);
            await desk.ConnectedAsync($"after{cut}");
            var scans = desk.Seen.OfType<Scanned>().Select(one => one.Data)
                .Where(data => !data.StartsWith("after", StringComparison.Ordinal));
            Assert.All(scans, data => Assert.Equal(code, data)); // Enter's release may be what was cut off
            if (!isKeyboard)
                Assert.Empty(scans);
            desk.Seen.Clear();
        }

        Assert.InRange(desk.Count(DeviceStatistics.CommunicationErrors), 1, int.MaxValue);
    }

    [Fact]
    public async Task Half_a_code_and_then_nothing_is_lost_and_told()
    {
        await using var desk = await Desk.SetAsync(new());
        desk.Port.Say("4006381"u8.ToArray());
        var lost = await desk.NextAsync<ScanLost>(advance: true);
        Assert.Contains("broke off", lost.Reason, StringComparison.Ordinal);
        desk.Scan("40084015");
        Assert.Equal("40084015", (await desk.NextAsync<Scanned>()).Data);
    }

    [Fact]
    public async Task A_scanner_that_sends_a_suffix_is_known_to_after_it_was_pulled_out()
    {
        await using var desk = await Desk.SetAsync(new());
        desk.Port.Cut();
        Assert.Equal(DeviceState.Offline, (await desk.NextAsync<HealthChanged>()).Health.State);
        Assert.Equal(DeviceState.Online, (await desk.NextAsync<HealthChanged>(advance: true)).Health.State);
        for (long before = desk.Port.BytesSent; desk.Port.BytesSent == before;) // a NUL is nothing to a scanner's line
        {
            desk.Port.Say(0);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        desk.Port.Say("4006381"u8.ToArray());
        await desk.NextAsync<ScanLost>(advance: true);
        Assert.Empty(desk.Seen.OfType<Scanned>());
    }

    [Fact]
    public async Task A_code_that_comes_slowly_is_one_code()
    {
        await using var desk = await Desk.SetAsync(new());
        desk.Port.Faults.Pause = TimeSpan.FromMilliseconds(5);
        desk.Scan("4006381333931", "]E0");
        Assert.Equal(new Scanned("4006381333931", "]E0"), await desk.NextAsync<Scanned>());
    }

    [Fact]
    public async Task A_scanner_without_a_suffix_is_read_by_its_pauses()
    {
        await using var desk = Desk.Of(new() { Suffix = "" });
        while (desk.Port.BytesSent == 0) // a NUL is nothing to a scanner's line
        {
            desk.Port.Say(0);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        desk.Scan("40084015");
        Assert.Equal("40084015", (await desk.NextAsync<Scanned>(advance: true)).Data);
    }

    [Fact]
    public async Task A_line_that_is_set_wrong_is_told_once_a_second_and_counted()
    {
        await using var desk = await Desk.SetAsync(new());
        desk.Port.Faults.Garble = LineFaults.ParityAsData; // its CR has an odd number of bits: no code ends
        desk.Scan("4006381333931");
        Assert.Contains("no code has the character", (await desk.NextAsync<ScanLost>(advance: true)).Reason, StringComparison.Ordinal);
        desk.Port.Faults.Garble = null;
        for (int i = 0; i < 500; i++)
            desk.Scan("7777777\u0007");
        await desk.CountsAsync(ScannerDriver.LostScans, 501);
        long told = 0;
        while (told < 500)
        {
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
            desk.Scan("7777777\u0007");
            told += (await desk.NextAsync<ScanLost>()).Count;
        }

        Assert.InRange(desk.Seen.OfType<ScanLost>().Count(), 0, 5);
    }

    [Fact]
    public async Task A_scanner_set_to_another_country_is_a_warning_until_it_reads_well()
    {
        await using var desk = await Desk.SetAsync(new() { IsKeyboard = true });
        desk.Scan("$))^#*!###(#!"); // what a French one types for 4006381333931
        var warned = await desk.NextAsync<HealthChanged>();
        Assert.Equal(DeviceState.Online, warned.Health.State);
        Assert.Contains("US keyboard", warned.Health.Warning, StringComparison.Ordinal);
        desk.Scan("4006381333931");
        Assert.Equal(DeviceHealth.Well, (await desk.NextAsync<HealthChanged>()).Health);
    }

    [Fact]
    public async Task A_test_says_what_was_read_and_takes_nothing_out_of_a_sale()
    {
        await using var desk = await Desk.SetAsync(new());
        var testing = desk.Driver.TestAsync(CancellationToken.None);
        desk.Scan("01095\u001D21", "]d2");
        Assert.Equal("read '01095<GS>21'; it says that this is a code of kind ]d2", await testing.WaitAsync(Daemon.Patience));
        Assert.Equal("01095\u001D21", (await desk.NextAsync<Scanned>()).Data);

        var fault = await Assert.ThrowsAsync<DeviceFault>(() => desk.Driver.TestAsync(new CancellationToken(canceled: true)));
        Assert.Equal(DeviceFaultKind.Refused, fault.Kind);
        desk.Port.SwitchOff();
        await desk.NextAsync<HealthChanged>();
        fault = await Assert.ThrowsAsync<DeviceFault>(() => desk.Driver.TestAsync(CancellationToken.None));
        Assert.Equal(DeviceFaultKind.Offline, fault.Kind);
    }

    [Fact]
    public async Task A_file_that_cannot_be_grabbed_is_no_scanner()
    {
        await using var desk = new Desk(new(), at => new EvdevScanner(at.Described, new FileAddress("/dev/null"), new(), at.Around));
        var health = (await desk.NextAsync<HealthChanged>()).Health;
        Assert.Equal(DeviceState.Offline, health.State);
        Assert.StartsWith("grab /dev/null", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        using var plug = new HotPlug();
        var around = new DeviceSurroundings(new DeviceFeed(TimeProvider.System), plug, TimeProvider.System, () => new Random(1));
        var what = new DeviceDescription("scanner-1", DeviceClass.Scanner, "keys", "");
        foreach (var wrong in new ScannerSettings[]
        {
            new() { LengthMax = 0 }, new() { LengthMax = 5000 }, new() { Layout = "dvorak" }, new() { Pause = TimeSpan.Zero },
            new() { SameAgain = TimeSpan.FromSeconds(-1) },
        })
            Assert.ThrowsAny<ArgumentException>(() => new EvdevScanner(what, new FileAddress("/dev/null"), wrong, around));
    }

    /// <summary>A virtual scanner, its driver, and what the driver tells.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly VirtualScanner _scanner;
        private readonly HotPlug _plug = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly System.Threading.Channels.ChannelReader<DeviceEvent> _events;
        private readonly Task _running;

        public Desk(VirtualScannerHabits habits, Func<Desk, ScannerDriver> driver)
        {
            var feed = new DeviceFeed(Clock);
            _events = feed.Watch(null)!;
            _scanner = new VirtualScanner(habits);
            Port = VirtualPort.Listen(0, _scanner, TimeProvider.System);
            Around = new DeviceSurroundings(feed, _plug, Clock, () => new Random(1));
            Driver = driver(this);
            _running = Driver.RunAsync(_stop.Token);
        }

        public FakeTimeProvider Clock { get; } = new();

        public DeviceDescription Described { get; } = new("scanner-1", DeviceClass.Scanner, "test", "");

        public DeviceSurroundings Around { get; }

        public VirtualPort Port { get; }

        public ScannerDriver Driver { get; }

        /// <summary>What was told and passed over.</summary>
        public List<DeviceFact> Seen { get; } = [];

        public static Desk Of(VirtualScannerHabits habits) => new(habits, at => habits.IsKeyboard
            ? new EvdevScanner(at.Described, new TcpAddress("127.0.0.1", at.Port.Port), new(), at.Around)
            : new SerialScanner(at.Described, new TcpAddress("127.0.0.1", at.Port.Port), new(), at.Around));

        public static async Task<Desk> SetAsync(VirtualScannerHabits habits)
        {
            var desk = Of(habits);
            await desk.ConnectedAsync("first");
            desk.Seen.Clear();
            return desk;
        }

        public void Scan(string data, string aim = "") => Port.Say(_scanner.Read(data, aim));

        // What a scanner reads while nobody is connected is lost: it reads until it is heard.
        public async Task ConnectedAsync(string code)
        {
            using var patience = new CancellationTokenSource(Daemon.Patience);
            while (true)
            {
                Scan(code);
                Clock.Advance(Step);
                while (_events.TryRead(out var told))
                {
                    Seen.Add(told.Fact);
                    if (told.Fact is Scanned scan && scan.Data == code)
                    {
                        await SettledAsync(code, patience.Token);
                        return;
                    }
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
            }
        }

        /// <summary>The next of a kind.</summary>
        /// <param name="advance">The clock goes on meanwhile.</param>
        public async Task<T> NextAsync<T>(bool advance = false)
            where T : DeviceFact
        {
            using var patience = new CancellationTokenSource(Daemon.Patience);
            while (true)
            {
                while (_events.TryRead(out var told))
                {
                    if (told.Fact is T wanted)
                        return wanted;
                    Seen.Add(told.Fact);
                }

                if (advance)
                    Clock.Advance(Step);
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
            }
        }

        public long Count(string what) => Driver.Statistics.All.FirstOrDefault(one => one.Key == what).Value;

        public async Task CountsAsync(string what, long count)
        {
            using var patience = new CancellationTokenSource(Daemon.Patience);
            while (Count(what) < count)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
            Assert.Equal(count, Count(what));
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Task.WhenAny(_running);
            await Port.DisposeAsync();
            _plug.Dispose();
            _stop.Dispose();
        }

        // All that was said to be heard has been.
        private async Task SettledAsync(string code, CancellationToken patience)
        {
            string end = $"{code}-end";
            Scan(end);
            await foreach (var told in _events.ReadAllAsync(patience))
            {
                if (told.Fact is Scanned scan && scan.Data == end)
                    return;
            }
        }
    }
}
