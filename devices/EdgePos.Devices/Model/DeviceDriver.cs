using System.Threading.Channels;
using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>
/// The owner of one device: one loop that opens its link, speaks with it, and opens it again when it breaks, after a wait that
/// grows and is spread out, or as soon as something is plugged in. All that others ask of the device waits in its queue and is
/// done in this loop, so nothing is ever sent in the middle of something else.
/// </summary>
public abstract class DeviceDriver
{
    private const int AskedMax = 64;

    private static readonly Backoff Retry = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
    private static readonly TimeSpan OpenDeadline = TimeSpan.FromSeconds(5);

    private readonly Channel<Asked> _asked = Channel.CreateBounded<Asked>(AskedMax);
    private readonly DeviceSurroundings _around;
    private readonly Random _random;
    private volatile DeviceHealth _health = DeviceHealth.New;

    /// <summary>Nothing runs before <see cref="RunAsync"/>.</summary>
    protected DeviceDriver(DeviceDescription description, DeviceSurroundings around) =>
        (Description, _around, _random) = (description, around, around.Random());

    /// <summary>What it is.</summary>
    public DeviceDescription Description { get; }

    /// <summary>How it is.</summary>
    public DeviceHealth Health => _health;

    /// <summary>It is another way now. Called in the driver's loop: it must not wait.</summary>
    public event Action? HealthChanged;

    /// <summary>What it has done since the daemon was started.</summary>
    public DeviceStatistics Statistics { get; } = new();

    /// <summary>What it can do beyond the least of its class, e.g. "status" or "cut", for people and registers.</summary>
    public virtual IReadOnlyList<string> Capabilities => [];

    /// <summary>The clock.</summary>
    protected TimeProvider Time => _around.Time;

    /// <summary>Owns the device until told to stop. What is asked afterwards is answered Offline.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int tries = 0;
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var plugged = _around.HotPlug.Changed;
                try
                {
                    await using var link = await OpenAsync(stop);
                    await BeginAsync(link, stop);
                    tries = 0;
                    await ServeAsync(link, stop);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    throw;
                }
                catch (Exception broken) when (broken is IOException or OperationCanceledException)
                {
                    Statistics.Count(DeviceStatistics.CommunicationErrors);
                    Become(Unreachable(broken is IOException ? broken.Message : "the device does not answer"));
                }

                await RefuseUntilAsync(plugged, Retry.Wait(++tries, _random), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _asked.Writer.TryComplete();
            RefuseWaiting("the box is stopping");
        }
    }

    /// <summary>Tries the device so that a person can see or hear it; says what was tried and what came of it.</summary>
    /// <exception cref="DeviceFault">It did not do it.</exception>
    public abstract Task<string> TestAsync(CancellationToken deadline);

    /// <summary>Opens the link.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    protected abstract ValueTask<IDeviceLink> OpenLinkAsync(CancellationToken deadline);

    /// <summary>Finds out whether the device is there and puts it into a known state; then it is Online unless this says else.</summary>
    /// <exception cref="IOException">It is not, or is something else.</exception>
    protected virtual Task BeginAsync(IDeviceLink link, CancellationToken stop)
    {
        Become(DeviceHealth.Well);
        return Task.CompletedTask;
    }

    /// <summary>
    /// What is done while nothing is asked: listening to what the device sends by itself, or looking at it now and then. It is
    /// ended by <paramref name="untilAsked"/>; a read of a link that is given up loses nothing. To return early is to say that the
    /// device closed the link.
    /// </summary>
    /// <exception cref="IOException">The link broke.</exception>
    protected virtual Task IdleAsync(IDeviceLink link, CancellationToken untilAsked) =>
        Task.Delay(Timeout.InfiniteTimeSpan, Time, untilAsked);

    /// <summary>Has something done in the device's turn.</summary>
    /// <param name="exchange">Speaks with the device. An IOException or a deadline that passes in it breaks the link, unless it
    /// is a <see cref="DeviceFault"/>, which is the asker's answer alone.</param>
    /// <param name="deadline">Ends the waiting and the exchange.</param>
    /// <exception cref="DeviceFault">It was not done, or nobody knows.</exception>
    protected async Task<T> AskAsync<T>(Func<IDeviceLink, CancellationToken, Task<T>> exchange, CancellationToken deadline)
    {
        var asked = new Asked<T>(exchange, Description.Name, deadline);
        if (!_asked.Writer.TryWrite(asked))
            throw new DeviceFault(DeviceFaultKind.Busy, Description.Name, $"{AskedMax} things wait for it already, or the box is stopping");
        using var late = deadline.Register(() => asked.Refuse("it was not its turn in time"));
        return await asked.Answer;
    }

    /// <summary>Notes how the device is, and tells it where it is news.</summary>
    protected void Become(DeviceHealth health)
    {
        if (_health == health)
            return;
        _health = health;
        Tell(new HealthChanged(health));
        HealthChanged?.Invoke();
    }

    /// <summary>Tells what happened.</summary>
    protected DeviceEvent Tell(DeviceFact fact) => _around.Feed.Tell(Description, fact);

    /// <summary>A deadline from now, by the clock that was handed in.</summary>
    protected Deadline Within(TimeSpan limit, CancellationToken stop) => Deadline.After(limit, Time, stop);

    private static DeviceHealth Unreachable(string reason) =>
        new(DeviceState.Offline, reason, "is it switched on and plugged in? The box finds it again by itself");

    private async ValueTask<IDeviceLink> OpenAsync(CancellationToken stop)
    {
        using var deadline = Within(OpenDeadline, stop);
        return await OpenLinkAsync(deadline.Token);
    }

    private async Task ServeAsync(IDeviceLink link, CancellationToken stop)
    {
        while (true)
        {
            while (_asked.Reader.TryRead(out var asked))
                await asked.RunAsync(link, stop);
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var idling = IdleAsync(link, idle.Token);
            var more = _asked.Reader.WaitToReadAsync(idle.Token).AsTask();
            bool isAsked = await Task.WhenAny(more, idling) == more;
            await idle.CancelAsync();
            await Task.WhenAny(more);
            stop.ThrowIfCancellationRequested();
            try
            {
                await idling;
                if (!isAsked)
                    throw new IOException("the device closed the link");
            }
            catch (OperationCanceledException) when (idle.IsCancellationRequested)
            {
                // Somebody asks: it goes on afterwards.
            }
        }
    }

    // What is asked while the device cannot be reached is told so at once.
    private async Task RefuseUntilAsync(Task plugged, TimeSpan wait, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var retry = Task.WhenAny(Task.Delay(wait, Time, over.Token), plugged);
        while (!retry.IsCompleted)
        {
            RefuseWaiting(_health.Reason);
            await Task.WhenAny(retry, _asked.Reader.WaitToReadAsync(over.Token).AsTask());
        }

        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    private void RefuseWaiting(string reason)
    {
        while (_asked.Reader.TryRead(out var asked))
            asked.Refuse(reason);
    }

    private abstract class Asked
    {
        public abstract Task RunAsync(IDeviceLink link, CancellationToken stop);

        public abstract void Refuse(string reason);
    }

    private sealed class Asked<T>(Func<IDeviceLink, CancellationToken, Task<T>> exchange, string device, CancellationToken deadline) : Asked
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _taken; // by its turn, or by who gave it up before

        public Task<T> Answer => _answer.Task;

        public override async Task RunAsync(IDeviceLink link, CancellationToken stop)
        {
            if (Interlocked.Exchange(ref _taken, 1) != 0)
                return;
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(deadline, stop);
            try
            {
                _answer.TrySetResult(await exchange(link, ends.Token));
            }
            catch (DeviceFault fault)
            {
                _answer.TrySetException(fault);
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException)
            {
                string why = broken is IOException ? broken.Message : "it did not answer in time";
                _answer.TrySetException(new DeviceFault(DeviceFaultKind.OutcomeUnknown, device, why));
                throw;
            }
        }

        public override void Refuse(string reason)
        {
            if (Interlocked.Exchange(ref _taken, 1) == 0)
                _answer.TrySetException(new DeviceFault(DeviceFaultKind.Offline, device, reason));
        }
    }
}
