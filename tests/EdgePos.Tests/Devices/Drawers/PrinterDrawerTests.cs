using EdgePos.Devices;
using EdgePos.Tests.Devices.Signals;
using Xunit;

namespace EdgePos.Tests.Devices.Drawers;

/// <summary>A drawer on a printer's plug.</summary>
public sealed class PrinterDrawerTests
{
    [Fact]
    public async Task It_is_pulsed_through_its_printer_and_its_moves_are_told()
    {
        var plug = new Plug();
        await using var bench = new GpioBench(DeviceClass.CashDrawer);
        var drawer = new PrinterDrawer(bench.Described, plug, new() { OpenLevel = false }, bench.Around);
        bench.Run(drawer);
        await bench.OnlineAsync();
        await drawer.OpenAsync(CancellationToken.None);
        Assert.Equal([TimeSpan.FromMilliseconds(120)], plug.Pulses);
        plug.Set(false);
        Assert.Equal(new DrawerMoved(true, true), await bench.NextAsync<DrawerMoved>());
        plug.Set(true);
        Assert.Equal(new DrawerMoved(false, true), await bench.NextAsync<DrawerMoved>());
    }

    [Fact]
    public async Task It_is_as_well_as_its_printer()
    {
        var plug = new Plug();
        await using var bench = new GpioBench(DeviceClass.CashDrawer);
        var drawer = new PrinterDrawer(bench.Described, plug, new() { OpenLevel = false }, bench.Around);
        bench.Run(drawer);
        await bench.OnlineAsync();
        plug.Set(true, new DeviceHealth(DeviceState.Error, "the paper is out"));
        var health = (await bench.NextAsync<HealthChanged>()).Health;
        Assert.Equal((DeviceState.Online, "its printer: the paper is out"), (health.State, health.Warning));
        plug.Set(null, new DeviceHealth(DeviceState.Offline, "it does not answer"));
        Assert.Equal(DeviceState.Offline, (await bench.NextAsync<HealthChanged>()).Health.State);
        Assert.Equal(DeviceFaultKind.Offline, (await Assert.ThrowsAsync<DeviceFault>(() => drawer.OpenAsync(CancellationToken.None))).Kind);
        plug.Set(false, DeviceHealth.Well);
        Assert.Equal(DeviceHealth.Well, (await bench.NextAsync<HealthChanged>()).Health);
        Assert.Equal(new DrawerMoved(true, false), await bench.NextAsync<DrawerMoved>());
    }

    private sealed class Plug : IDrawerKick
    {
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DeviceHealth Health { get; private set; } = DeviceHealth.Well;

        public bool? Level { get; private set; } = true;

        public Task Changed => Volatile.Read(ref _changed).Task;

        public List<TimeSpan> Pulses { get; } = [];

        public void Set(bool? level, DeviceHealth? health = null)
        {
            (Level, Health) = (level, health ?? Health);
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        public Task PulseAsync(TimeSpan length, CancellationToken deadline)
        {
            if (Health.State != DeviceState.Online)
                throw new DeviceFault(DeviceFaultKind.Offline, "printer-1", Health.Reason);
            Pulses.Add(length);
            return Task.CompletedTask;
        }
    }
}
