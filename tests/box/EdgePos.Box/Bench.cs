using System.Threading.Channels;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Box;

/// <summary>A driver that runs, and what it tells.</summary>
internal sealed class Bench : IAsyncDisposable
{
    /// <summary>An emulated processor is slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HotPlug _plug = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ChannelReader<DeviceEvent> _events;
    private Task _running = Task.CompletedTask;

    public Bench()
    {
        var feed = new DeviceFeed(TimeProvider.System);
        _events = feed.Watch(null)!;
        Around = new DeviceSurroundings(feed, _plug, TimeProvider.System, () => new Random(1));
    }

    public DeviceSurroundings Around { get; }

    /// <summary>Runs a driver until it is online.</summary>
    public async Task<T> RunAsync<T>(T driver)
        where T : DeviceDriver
    {
        _running = driver.RunAsync(_stop.Token);
        await BecomesAsync(DeviceState.Online);
        return driver;
    }

    public async Task BecomesAsync(DeviceState state)
    {
        while ((await NextAsync<HealthChanged>()).Health.State != state)
        {
            // On its way there.
        }
    }

    /// <summary>The next of a kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : DeviceFact
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var told in _events.ReadAllAsync(patience.Token))
        {
            if (told.Fact is T wanted)
                return wanted;
        }

        throw new InvalidOperationException("the feed has ended");
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Gadget.PlugIn(); // whatever came of this test, the next one finds it as it was
        _plug.Dispose();
        _stop.Dispose();
    }

    public static LinkAddress Address(string text)
    {
        Assert.True(LinkAddress.TryParse(text, out var address, out string problem), problem);
        return address;
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
