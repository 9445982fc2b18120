using EdgePos.Devices;
using EdgePos.Tests.Devices.Signals;
using Xunit;

namespace EdgePos.Tests.Devices.Drawers;

/// <summary>A drawer on a chip in memory.</summary>
public sealed class GpioDrawerTests
{
    private const int Kick = 7, Sensor = 8;

    [Fact]
    public async Task A_pulse_has_its_length_and_a_rest_before_the_next_and_each_opening_is_told()
    {
        await using var bench = new DrawerBench(new() { OpenLevel = true });
        await bench.OnlineAsync();
        await bench.OpenedAsync();
        Assert.Equal(new DrawerMoved(true, true), await bench.NextAsync<DrawerMoved>());
        Assert.True(bench.Drawer.IsOpen);
        bench.Chip.Drive(Sensor, false);
        Assert.Equal(new DrawerMoved(false, true), await bench.NextAsync<DrawerMoved>());
        await bench.OpenedAsync();
        var pulses = bench.Pulses();
        Assert.Equal(2, pulses.Count);
        Assert.All(pulses, one => Assert.InRange((one.Off - one.On).TotalMilliseconds, 120, 160)); // the clock goes in steps
        Assert.InRange(pulses[1].On - pulses[0].Off, TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
        Assert.Equal(new DrawerMoved(true, true), await bench.NextAsync<DrawerMoved>());
    }

    [Fact]
    public async Task Opened_by_its_key_and_left_open_it_is_told()
    {
        await using var bench = new DrawerBench(new() { OpenLevel = true, LeftOpenAfter = TimeSpan.FromSeconds(5) });
        await bench.OnlineAsync();
        bench.Chip.Drive(Sensor, true);
        Assert.Equal(new DrawerMoved(true, false), await bench.NextAsync<DrawerMoved>());
        Assert.InRange((await bench.NextAsync<DrawerLeftOpen>()).Seconds, 5, 7);
    }

    [Fact]
    public async Task A_drawer_that_stays_shut_is_a_warning()
    {
        await using var bench = new DrawerBench(new() { OpenLevel = true });
        await bench.OnlineAsync();
        await bench.AdvancingAsync(Done(bench.Drawer.OpenAsync(CancellationToken.None)));
        Assert.Contains("locked", (await bench.NextAsync<HealthChanged>()).Health.Warning, StringComparison.Ordinal);
        Assert.Equal(1, bench.Drawer.Statistics.All.Single(one => one.Key == DrawerDriver.FailedOpens).Value);
        bench.Chip.Drive(Sensor, true);
        Assert.Equal(DeviceHealth.Well, (await bench.NextAsync<HealthChanged>()).Health);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_solenoid_is_never_left_on(bool isStopped)
    {
        await using var bench = new DrawerBench(new() { Pulse = TimeSpan.FromMilliseconds(500) });
        await bench.OnlineAsync();
        using var given = new CancellationTokenSource();
        var opening = bench.Drawer.OpenAsync(given.Token);
        while (!bench.Chip.LevelOf(Kick))
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        await given.CancelAsync();
        var stopping = isStopped ? bench.StopAsync() : Task.CompletedTask;
        await bench.LevelAsync(Kick, false);
        await bench.AdvancingAsync(Done(stopping));
        Assert.False(bench.Chip.LevelOf(Kick));
        await bench.AdvancingAsync(Done(Task.WhenAny(opening)));
    }

    [Fact]
    public async Task The_polarity_of_its_sensor_can_be_learnt()
    {
        await using var bench = new DrawerBench(new());
        bench.Chip.Drive(Sensor, true);
        await bench.OnlineAsync();
        var learning = bench.Drawer.LearnAsync(CancellationToken.None);
        await bench.LevelAsync(Kick, true);
        bench.Chip.Drive(Sensor, false);
        Assert.False((await bench.AdvancingAsync(learning)).OpenLevel);
        Assert.Null((await bench.AdvancingAsync(bench.Drawer.LearnAsync(CancellationToken.None))).OpenLevel); // it stands open
    }

    [Fact]
    public async Task A_test_says_what_the_sensor_saw()
    {
        await using var bench = new DrawerBench(new() { OpenLevel = true });
        await bench.OnlineAsync();
        Assert.Contains("is shut", await bench.AdvancingAsync(bench.Drawer.TestAsync(CancellationToken.None)), StringComparison.Ordinal);
        bench.Chip.Drive(Sensor, true);
        Assert.Contains("stands open",
            await bench.AdvancingAsync(bench.Drawer.TestAsync(CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_chip_it_is_offline_and_is_found_again()
    {
        await using var bench = new DrawerBench(new() { OpenLevel = true });
        await bench.OnlineAsync();
        bench.Chip.TakeAway();
        Assert.Equal(DeviceState.Offline, (await bench.NextAsync<HealthChanged>()).Health.State);
        Assert.Null(bench.Drawer.IsOpen);
        var fault = await Assert.ThrowsAsync<DeviceFault>(() => bench.Drawer.OpenAsync(CancellationToken.None));
        Assert.Equal(DeviceFaultKind.Offline, fault.Kind);
        bench.Chip.TakeAway(isGone: false);
        bench.Chip.Drive(Sensor, true);
        Assert.Equal(new DrawerMoved(true, false), await bench.NextAsync<DrawerMoved>()); // opened while nobody saw it
    }

    [Fact]
    public void Settings_that_would_burn_a_solenoid_are_refused()
    {
        using var plug = new HotPlug();
        var around = new DeviceSurroundings(new DeviceFeed(TimeProvider.System), plug, TimeProvider.System, () => new Random(1));
        foreach (var wrong in new DrawerSettings[]
        {
            new() { Pulse = TimeSpan.FromMilliseconds(501) }, new() { Pulse = TimeSpan.FromMilliseconds(10) },
            new() { Rest = TimeSpan.FromMilliseconds(100) }, new() { LeftOpenAfter = TimeSpan.Zero },
        })
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new GpioDrawer(new("d", DeviceClass.CashDrawer, "gpio", ""), new SimulatedChip().Open, new(1), wrong, around));
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    /// <summary>
    /// A drawer whose every pulse is noted by the clock as it is written. The clock stands still while the driver has begun a pulse
    /// and not yet arranged its end, as it nearly does in a shop: the machine that runs the tests may be slow.
    /// </summary>
    private sealed class DrawerBench : GpioBench
    {
        private const int TimersOfAPulse = 2; // its length, and what ends it where that fails

        private readonly List<(TimeSpan At, bool IsOn, int Timers)> _kicks = [];
        private volatile bool _hasSpring;

        public DrawerBench(DrawerSettings settings)
            : base(DeviceClass.CashDrawer)
        {
            Drawer = new GpioDrawer(Described, () => new Noted(Chip.Open(), Kicked), new(Kick) { Sensor = Sensor }, settings, Around);
            Run(Drawer);
        }

        public GpioDrawer Drawer { get; }

        protected override bool IsClockHeld
        {
            get
            {
                lock (_kicks)
                    return _kicks is [.., (_, true, var timers)] && Clock.TimersMade < timers + TimersOfAPulse;
            }
        }

        /// <summary>Opens it; the solenoid lifts the latch and the spring pushes the drawer out.</summary>
        public async Task OpenedAsync()
        {
            _hasSpring = true;
            var opening = Drawer.OpenAsync(CancellationToken.None);
            await UntilAsync(() => opening.IsCompleted && !Chip.LevelOf(Kick));
            await opening;
        }

        public IReadOnlyList<(TimeSpan On, TimeSpan Off)> Pulses()
        {
            lock (_kicks)
                return [.. _kicks.Chunk(2).Select(pair => (pair[0].At, pair[1].At))];
        }

        private void Kicked(int line, bool level)
        {
            if (line != Kick)
                return;
            lock (_kicks)
            {
                if (level == _kicks is [.., (_, true, _)])
                    return;
                _kicks.Add((Clock.GetUtcNow() - Clock.Start, level, Clock.TimersMade));
            }

            if (level && _hasSpring)
                Chip.Drive(Sensor, true);
        }
    }

    /// <summary>Lines that tell what is written to them.</summary>
    private sealed class Noted(IGpioLines lines, Action<int, bool> wrote) : IGpioLines
    {
        public void OpenInput(int line, GpioPull pull, Action<bool> moved) => lines.OpenInput(line, pull, moved);

        public void OpenOutput(int line, bool level) => lines.OpenOutput(line, level);

        public bool Read(int line) => lines.Read(line);

        public void Write(int line, bool level)
        {
            lines.Write(line, level);
            wrote(line, level);
        }

        public void Dispose() => lines.Dispose();
    }
}
