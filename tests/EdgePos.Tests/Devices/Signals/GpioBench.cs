using System.Threading.Channels;
using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices.Signals;

/// <summary>A chip in memory, a driver on it, and a clock that is moved.</summary>
internal class GpioBench : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly HotPlug _plug = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ChannelReader<DeviceEvent> _events;
    private Task _running = Task.CompletedTask;

    public GpioBench(DeviceClass kind)
    {
        var feed = new DeviceFeed(Clock);
        _events = feed.Watch(null)!;
        Around = new DeviceSurroundings(feed, _plug, Clock, () => new Random(1));
        Described = new("bench-1", kind, "gpio", "");
    }

    public CountingClock Clock { get; } = new();

    public SimulatedChip Chip { get; } = new();

    public DeviceDescription Described { get; }

    public DeviceSurroundings Around { get; }

    /// <summary>True while time has to stand still for the driver.</summary>
    protected virtual bool IsClockHeld => false;

    public void Run(DeviceDriver driver) => _running = driver.RunAsync(_stop.Token);

    public async Task OnlineAsync() => Assert.Equal(DeviceState.Online, (await NextAsync<HealthChanged>()).Health.State);

    /// <summary>The next of a kind; the clock goes on meanwhile.</summary>
    public async Task<T> NextAsync<T>()
        where T : DeviceFact
    {
        T? found = null;
        await UntilAsync(() =>
        {
            while (found is null && _events.TryRead(out var told))
                found = told.Fact as T;
            return found is not null;
        });
        return found!;
    }

    /// <summary>What is told already and was not looked at.</summary>
    public IReadOnlyList<DeviceFact> Told()
    {
        var facts = new List<DeviceFact>();
        while (_events.TryRead(out var told))
            facts.Add(told.Fact);
        return facts;
    }

    public Task LevelAsync(int line, bool level) => UntilAsync(() => Chip.LevelOf(line) == level);

    public async Task<T> AdvancingAsync<T>(Task<T> task)
    {
        await UntilAsync(() => task.IsCompleted);
        return await task;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _plug.Dispose();
        _stop.Dispose();
    }

    /// <summary>Lets the clock go on until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Daemon.Patience);
        while (!isSo())
        {
            if (!IsClockHeld)
                Clock.Advance(Step);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>A clock that is moved, and says how many timers were set by it.</summary>
    public sealed class CountingClock : FakeTimeProvider
    {
        private int _timersMade;

        public int TimersMade => Volatile.Read(ref _timersMade);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var made = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timersMade);
            return made;
        }
    }
}
