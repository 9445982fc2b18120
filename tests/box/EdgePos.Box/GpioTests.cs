using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A GPIO chip through libgpiod and the kernel.</summary>
public sealed class GpioTests
{
    [Fact]
    public async Task A_button_is_told_and_a_lamp_and_a_buzzer_are_switched()
    {
        GpioSim.Drive(0, level: true);
        await using var bench = new Bench();
        var panel = await bench.RunAsync(new SignalPanel(
            new("panel-1", DeviceClass.Signals, "gpio", GpioSim.Label),
            () => LibGpiodLines.Open(GpioSim.Label),
            new()
            {
                Lines =
                [
                    new("call-staff", 0, SignalKind.Button), new("lamp", 1, SignalKind.Lamp),
                    new("buzzer", 2, SignalKind.Buzzer) { IsActiveLow = true },
                ],
            },
            bench.Around));
        for (int i = 0; i < 3; i++)
        {
            GpioSim.Drive(0, level: false);
            Assert.Equal(new SignalChanged("call-staff", true), await bench.NextAsync<SignalChanged>());
            GpioSim.Drive(0, level: true);
            Assert.Equal(new SignalChanged("call-staff", false), await bench.NextAsync<SignalChanged>());
        }

        Assert.True(GpioSim.LevelOf(2));
        await panel.DoAsync("lamp", new SignalOn(), CancellationToken.None);
        await panel.DoAsync("buzzer", new SignalOn(), CancellationToken.None);
        Assert.True(GpioSim.LevelOf(1));
        Assert.False(GpioSim.LevelOf(2));
        await panel.DoAsync("buzzer", new SignalPulse(TimeSpan.FromMilliseconds(200)), CancellationToken.None);
        await Bench.UntilAsync(() => GpioSim.LevelOf(2), "the buzzer is off");
        await panel.DoAsync("lamp", new SignalBlink(TimeSpan.FromMilliseconds(300)), CancellationToken.None);
        await Bench.UntilAsync(() => !GpioSim.LevelOf(1), "the lamp is off");
        await Bench.UntilAsync(() => GpioSim.LevelOf(1), "the lamp is on");
        await panel.DoAsync("lamp", new SignalOn(), CancellationToken.None);
        await bench.StopAsync();
        Assert.False(GpioSim.LevelOf(1));
    }

    [Fact]
    public async Task A_drawer_is_pulsed_and_its_sensor_is_seen()
    {
        GpioSim.Drive(5, level: true);
        await using var bench = new Bench();
        var drawer = await bench.RunAsync(new GpioDrawer(
            new("drawer-1", DeviceClass.CashDrawer, "gpio", GpioSim.Label),
            () => LibGpiodLines.Open(GpioSim.Label),
            new(4) { Sensor = 5 },
            new() { OpenLevel = false, Pulse = TimeSpan.FromMilliseconds(500), AskedWithin = TimeSpan.FromSeconds(10) },
            bench.Around));
        Assert.False(drawer.IsOpen);
        var opening = drawer.OpenAsync(CancellationToken.None);
        await Bench.UntilAsync(() => GpioSim.LevelOf(4), "the solenoid is driven");
        GpioSim.Drive(5, level: false);
        await opening;
        Assert.False(GpioSim.LevelOf(4));
        Assert.Equal(new DrawerMoved(true, true), await bench.NextAsync<DrawerMoved>());
        GpioSim.Drive(5, level: true);
        Assert.Equal(new DrawerMoved(false, true), await bench.NextAsync<DrawerMoved>());
    }
}
