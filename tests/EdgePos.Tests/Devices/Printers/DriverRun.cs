using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>A driver whose loop runs, with what it told.</summary>
internal sealed class DriverRun<TDriver> : IAsyncDisposable
    where TDriver : DeviceDriver
{
    private readonly HotPlug _hotPlug = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DeviceFeed _feed;
    private readonly Task _running;

    public DriverRun(TimeProvider time, Func<DeviceSurroundings, TDriver> make)
    {
        _feed = new DeviceFeed(time);
        Driver = make(new DeviceSurroundings(_feed, _hotPlug, time, () => new Random(7)));
        _running = Driver.RunAsync(_stop.Token);
    }

    public TDriver Driver { get; }

    /// <summary>Waits until the driver says that the device is so.</summary>
    public async Task<DeviceHealth> UntilAsync(Func<DeviceHealth, bool> isSo)
    {
        var watch = _feed.Watch(_feed.Last)!;
        using var patience = new CancellationTokenSource(Daemon.Patience, TimeProvider.System);
        try
        {
            var health = Driver.Health;
            while (!isSo(health))
                health = (await watch.ReadAsync(patience.Token)).Fact is HealthChanged changed ? changed.Health : Driver.Health;
            return health;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"waited in vain: {Driver.Health}");
            throw;
        }
        finally
        {
            _feed.Unwatch(watch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Daemon.Patience);
        _hotPlug.Dispose();
        _stop.Dispose();
    }
}
