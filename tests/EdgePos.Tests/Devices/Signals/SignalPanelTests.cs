using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Signals;

/// <summary>Buttons, lamps and buzzers on a chip in memory.</summary>
public sealed class SignalPanelTests
{
    private const int Call = 4, Panic = 5, Lamp = 17, Buzzer = 18;

    private static readonly SignalSettings Lines = new()
    {
        Lines =
        [
            new("call-staff", Call, SignalKind.Button), new("panic", Panic, SignalKind.Button) { IsActiveLow = false },
            new("lamp", Lamp, SignalKind.Lamp), new("buzzer", Buzzer, SignalKind.Buzzer) { IsActiveLow = true },
        ],
    };

    [Fact]
    public async Task A_button_is_told_once_when_pressed_and_once_when_let_go_though_it_bounces()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        foreach (bool level in new[] { false, true, false, true, false })
            bench.Chip.Drive(Call, level); // bounces down
        Assert.Equal(new SignalChanged("call-staff", true), await bench.NextAsync<SignalChanged>());
        foreach (bool level in new[] { true, false, true })
            bench.Chip.Drive(Call, level);
        Assert.Equal(new SignalChanged("call-staff", false), await bench.NextAsync<SignalChanged>());
        bench.Chip.Drive(Panic, true);
        Assert.Equal(new SignalChanged("panic", true), await bench.NextAsync<SignalChanged>());
    }

    [Fact]
    public async Task A_short_press_is_told_though_the_box_was_busy_meanwhile()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        bench.Chip.Drive(Panic, true);
        bench.Clock.Advance(TimeSpan.FromMilliseconds(45));
        bench.Chip.Drive(Panic, false);
        Assert.Equal(new SignalChanged("panic", true), await bench.NextAsync<SignalChanged>());
        Assert.Equal(new SignalChanged("panic", false), await bench.NextAsync<SignalChanged>());
    }

    [Fact]
    public async Task A_lamp_is_switched_blinks_and_pulses()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        Assert.True(bench.Chip.LevelOf(Buzzer)); // off is high
        await bench.Panel.DoAsync("lamp", new SignalOn(), CancellationToken.None);
        Assert.True(bench.Chip.LevelOf(Lamp));
        await bench.Panel.DoAsync("lamp", new SignalBlink(TimeSpan.FromMilliseconds(500)), CancellationToken.None);
        for (int i = 0; i < 4; i++)
        {
            await bench.LevelAsync(Lamp, false);
            await bench.LevelAsync(Lamp, true);
        }

        await bench.Panel.DoAsync("buzzer", new SignalPulse(TimeSpan.FromSeconds(2)), CancellationToken.None);
        Assert.False(bench.Chip.LevelOf(Buzzer));
        await bench.LevelAsync(Buzzer, true);
        await bench.Panel.DoAsync("lamp", new SignalOff(), CancellationToken.None);
        Assert.False(bench.Chip.LevelOf(Lamp));
    }

    [Fact]
    public async Task All_is_off_when_the_driver_stops()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        await bench.Panel.DoAsync("lamp", new SignalOn(), CancellationToken.None);
        await bench.Panel.DoAsync("buzzer", new SignalOn(), CancellationToken.None);
        await bench.StopAsync();
        Assert.False(bench.Chip.IsOpen);
        Assert.False(bench.Chip.LevelOf(Lamp));
        Assert.True(bench.Chip.LevelOf(Buzzer));
    }

    [Fact]
    public async Task A_chip_that_was_away_is_opened_again_and_its_lamps_do_what_they_were_asked()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        await bench.Panel.DoAsync("lamp", new SignalOn(), CancellationToken.None);
        bench.Chip.TakeAway();
        Assert.Equal(DeviceState.Offline, (await bench.NextAsync<HealthChanged>()).Health.State);
        await Assert.ThrowsAsync<DeviceFault>(() => bench.Panel.DoAsync("lamp", new SignalOff(), CancellationToken.None));
        bench.Chip.Drive(Lamp, false); // it lost its power
        bench.Chip.TakeAway(isGone: false);
        Assert.Equal(DeviceState.Online, (await bench.NextAsync<HealthChanged>()).Health.State);
        await bench.LevelAsync(Lamp, true);
    }

    [Fact]
    public async Task What_there_is_not_or_makes_no_sense_is_refused()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        foreach (var (name, action) in new (string, SignalAction)[]
        {
            ("siren", new SignalOn()), ("panic", new SignalOn()), ("lamp", new SignalBlink(TimeSpan.Zero)),
            ("lamp", new SignalPulse(TimeSpan.FromHours(1))),
        })
            Assert.Equal(DeviceFaultKind.Refused,
                (await Assert.ThrowsAsync<DeviceFault>(() => bench.Panel.DoAsync(name, action, default))).Kind);
        Assert.Throws<ArgumentException>(() => new SignalPanel(
            bench.Described, bench.Chip.Open,
                new() { Lines = [new("a", 1, SignalKind.Lamp), new("b", 1, SignalKind.Lamp)] }, bench.Around));
    }

    [Fact]
    public async Task A_test_lights_each_lamp_and_says_which_button_is_pressed()
    {
        await using var bench = Bench();
        await bench.OnlineAsync();
        bench.Chip.Drive(Call, false);
        string said = await bench.AdvancingAsync(bench.Panel.TestAsync(CancellationToken.None));
        Assert.Equal("switched on one after the other: lamp, buzzer. Pressed now: call-staff", said);
        var seen = new List<(int, bool)>();
        while (bench.Chip.Changes.TryRead(out var change))
            seen.Add(change);
        Assert.Equal([(Buzzer, true), (Lamp, true), (Lamp, false), (Buzzer, false), (Buzzer, true)], seen);
    }

    private static PanelBench Bench() => new(Lines);

    private sealed class PanelBench : GpioBench
    {
        public PanelBench(SignalSettings settings)
            : base(DeviceClass.Signals)
        {
            Chip.Drive(Call, true); // its resistor holds it
            Panel = new SignalPanel(Described, Chip.Open, settings, Around);
            Run(Panel);
        }

        public SignalPanel Panel { get; }
    }
}
