using System.Threading.Channels;
using EdgePos.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>The owner loop of a device, with a device made of two channels.</summary>
public sealed class DeviceDriverTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly DeviceFeed _feed;
    private readonly HotPlug _hotPlug = new(Path.GetTempPath());
    private readonly CancellationTokenSource _stop = new();
    private readonly EchoDevice _device = new();
    private readonly EchoDriver _driver;
    private readonly ChannelReader<DeviceEvent> _events;
    private readonly Task _running;

    public DeviceDriverTests()
    {
        _feed = new DeviceFeed(_clock);
        _events = _feed.Watch(0)!;
        _driver = new EchoDriver(_device, new DeviceSurroundings(_feed, _hotPlug, _clock, () => new Random(1)));
        _running = _driver.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _hotPlug.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task What_is_asked_is_answered_in_its_turn_and_what_the_device_says_meanwhile_is_told()
    {
        Assert.Equal(DeviceState.Online, (await NextAsync<HealthChanged>()).Health.State);
        Assert.Equal("A", await _driver.SayAsync("a"));
        _device.Say("hello");
        Assert.Equal("hello", (await NextAsync<Scanned>()).Data);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _driver.SayAsync($"x{i}")));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"X{i}"), answers);
    }

    [Fact]
    public async Task A_link_that_breaks_is_opened_again_and_what_was_under_way_is_unknown()
    {
        await NextAsync<HealthChanged>();
        _device.BreaksAtNextAnswer = true;
        var fault = await Assert.ThrowsAsync<DeviceFault>(() => _driver.SayAsync("lost"));
        Assert.Equal(DeviceFaultKind.OutcomeUnknown, fault.Kind);
        Assert.Equal(DeviceState.Offline, (await NextAsync<HealthChanged>()).Health.State);
        await HurryAsync(NextAsync<HealthChanged>());
        Assert.Equal("AGAIN", await _driver.SayAsync("again"));
        Assert.Equal(1, _driver.Statistics.All.Single(one => one.Key == DeviceStatistics.CommunicationErrors).Value);
    }

    [Fact]
    public async Task While_the_device_is_away_whoever_asks_is_told_so_at_once()
    {
        await NextAsync<HealthChanged>();
        _device.IsThere = false;
        _device.Break();
        var health = (await NextAsync<HealthChanged>()).Health;
        Assert.Equal(DeviceState.Offline, health.State);
        Assert.NotEmpty(health.Reason);
        Assert.NotEmpty(health.Advice);
        Assert.Equal(DeviceFaultKind.Offline, (await Assert.ThrowsAsync<DeviceFault>(() => _driver.SayAsync("a"))).Kind);
    }

    [Fact]
    public async Task A_device_that_answers_nothing_is_unknown_after_the_deadline_and_later_questions_get_their_own_answers()
    {
        await NextAsync<HealthChanged>();
        _device.IsSilent = true;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1), _clock);
        var asked = _driver.SayAsync("late", deadline.Token);
        await HurryAsync(asked.ContinueWith(_ => { }, TaskScheduler.Default));
        Assert.Equal(DeviceFaultKind.OutcomeUnknown, (await Assert.ThrowsAsync<DeviceFault>(() => asked)).Kind);
        Assert.Equal(DeviceState.Offline, (await NextAsync<HealthChanged>()).Health.State);
        _device.IsSilent = false;
        Assert.Equal(DeviceState.Online, (await HurryAsync(NextAsync<HealthChanged>())).Health.State);
        Assert.Equal("NEXT", await _driver.SayAsync("next"));
    }

    private async Task<T> NextAsync<T>() where T : DeviceFact
    {
        while (true)
        {
            if ((await _events.ReadAsync().AsTask().WaitAsync(Daemon.Patience)).Fact is T fact)
                return fact;
        }
    }

    // Retries wait by the clock of the test: let them pass.
    private async Task HurryAsync(Task until)
    {
        while (await Task.WhenAny(until, Task.Delay(5)) != until)
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        await until;
    }

    private async Task<T> HurryAsync<T>(Task<T> until)
    {
        await HurryAsync((Task)until);
        return await until;
    }

    private sealed class EchoDriver(EchoDevice device, DeviceSurroundings around)
        : DeviceDriver(new DeviceDescription("echo", DeviceClass.Scanner, "echo", "here"), around)
    {
        public Task<string> SayAsync(string text, CancellationToken deadline = default) => AskAsync(async (link, token) =>
        {
            await link.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text + "\n"), token);
            return await LineAsync(link, token);
        }, deadline);

        public override Task<string> TestAsync(CancellationToken deadline) => SayAsync("test", deadline);

        protected override ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline) => new(device.Open());

        protected override async Task IdleAsync(IDeviceLink link, CancellationToken untilAsked)
        {
            while (true)
                Tell(new Scanned(await LineAsync(link, untilAsked), ""));
        }

        private static async Task<string> LineAsync(IDeviceLink link, CancellationToken token)
        {
            byte[] line = new byte[100];
            int count = await link.ReadAsync(line, token);
            return count > 0 ? System.Text.Encoding.ASCII.GetString(line, 0, count) : throw new IOException("closed");
        }
    }

    // Says in capitals what it is told, a line a read.
    private sealed class EchoDevice
    {
        private Channel<byte[]> _toBox = Channel.CreateBounded<byte[]>(100);

        public bool IsThere { get; set; } = true;

        public bool IsSilent { get; set; }

        public bool BreaksAtNextAnswer { get; set; }

        public void Say(string text) => _toBox.Writer.TryWrite(System.Text.Encoding.ASCII.GetBytes(text));

        public void Break() => _toBox.Writer.TryComplete(new IOException("the cable is out"));

        public IDeviceLink Open()
        {
            if (!IsThere)
                throw new IOException("nobody there");
            _toBox = Channel.CreateBounded<byte[]>(100);
            return new Link(this, _toBox);
        }

        private void Hear(string text)
        {
            if (BreaksAtNextAnswer)
                Break();
            else if (!IsSilent)
                Say(text.TrimEnd('\n').ToUpperInvariant());
            BreaksAtNextAnswer = false;
        }

        private sealed class Link(EchoDevice device, Channel<byte[]> toBox) : IDeviceLink
        {
            public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline)
            {
                device.Hear(System.Text.Encoding.ASCII.GetString(bytes.Span));
                return ValueTask.CompletedTask;
            }

            public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline)
            {
                byte[] bytes;
                try
                {
                    bytes = await toBox.Reader.ReadAsync(deadline);
                }
                catch (ChannelClosedException closed)
                {
                    throw closed.InnerException ?? new IOException("closed");
                }

                bytes.CopyTo(buffer);
                return bytes.Length;
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
