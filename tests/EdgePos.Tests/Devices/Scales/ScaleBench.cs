using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>A virtual scale, the driver for it, and somebody who presses the button.</summary>
internal sealed class ScaleBench : IAsyncDisposable
{
    /// <summary>No maker's: the polynomial of CCITT with its highest term.</summary>
    public const int SomeKey = 0x11021;

    private readonly CancellationTokenSource _stop = new();
    private readonly HotPlug _hotPlug = new("/nowhere");
    private readonly TempFolder? _folder;
    private readonly Task _running;

    public ScaleBench(string protocol, ScaleSettings? settings = null, bool isFile = false, int? keyOfScale = SomeKey)
    {
        _folder = isFile ? new TempFolder() : null;
        Scale = VirtualScale.Start(protocol, _folder?.File("scale") ?? "0", TimeProvider.System, new Random(7), keyOfScale);
        Scale.Platform.Unrest = TimeSpan.Zero;
        Assert.True(LinkAddress.TryParse(Scale.Port.Address, out var address, out string problem), problem);
        Feed = new DeviceFeed(TimeProvider.System);
        Driver = new ScaleDriver(
            new DeviceDescription("scale", DeviceClass.Scale, protocol, address.ToString()!),
            address,
            settings ?? Quick,
            new DeviceSurroundings(Feed, _hotPlug, TimeProvider.System, () => new Random(11)));
        _running = Driver.RunAsync(_stop.Token);
    }

    public static ScaleSettings Quick { get; } = new(AnswerWithinMs: 400, SettleWithinMs: 2000, Dialog06Key: SomeKey);

    public VirtualScale Scale { get; }

    public ScaleDriver Driver { get; }

    public DeviceFeed Feed { get; }

    public static TheoryData<string> Protocols => [.. ScaleDriver.Protocols];

    // A scale that computes prices is given one; the others do not mind.
    public Task<WeighOutcome> WeighAsync(long tare = 0) => Driver.WeighAsync(new WeighRequest(tare, UnitPriceMinor: 250), Soon);

    // On a busy machine a scale may be answered too late, and is offline for a moment: what it weighed it still knows.
    public async Task<WeighOutcome> WeighOnlineAsync()
    {
        while (true)
        {
            var outcome = await WeighAsync();
            if (outcome.None is not { Why: WeighHindrance.Offline })
                return outcome;
            await OnlineAsync();
        }
    }

    // As a cashier does: puts goods on and presses until there is a weight, or something that pressing again does not mend.
    public async Task<Weighing> PutAndWeighAsync(long grams)
    {
        while (true)
        {
            Scale.Platform.Put(grams);
            var outcome = await WeighAsync();
            if (outcome.Weighing is { } weighing)
                return weighing;
            Assert.Contains(outcome.None!.Why, (WeighHindrance[])[WeighHindrance.Offline, WeighHindrance.Silent, WeighHindrance.NoSense]);
            Soon.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public Task OnlineAsync() => UntilAsync(() => Driver.Health.State == DeviceState.Online);

    public async Task UntilAsync(Func<bool> isSo)
    {
        var soon = Soon;
        while (!isSo())
        {
            Assert.False(soon.IsCancellationRequested, $"waited in vain: {Driver.Health}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public static CancellationToken Soon => new CancellationTokenSource(Daemon.Patience, TimeProvider.System).Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Scale.DisposeAsync();
        _hotPlug.Dispose();
        _stop.Dispose();
        _folder?.Dispose();
    }
}
