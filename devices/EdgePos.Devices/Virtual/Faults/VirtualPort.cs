using System.Threading.Channels;

namespace EdgePos.Devices;

/// <summary>
/// The plug of a virtual device: a TCP port on loopback or a device file, one client at a time like a real cable, with the
/// faults of its line on demand.
/// </summary>
public sealed class VirtualPort : IAsyncDisposable
{
    private const int SaidMax = 1000;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly record struct Said(byte[] Bytes, long Stamp);

    private readonly VirtualPlug _plug;
    private readonly IVirtualDevice _device;
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private CancellationTokenSource? _cut;
    private Channel<Said>? _said;
    private bool _isOff;
    private long _taken, _sent;
    private int _unsent;

    private VirtualPort(VirtualPlug plug, IVirtualDevice device, TimeProvider time)
    {
        (_plug, _device, _time) = (plug, device, time);
        device.SwitchOn();
        _serving = ServeAsync();
    }

    /// <summary>How the device is written in settings: tcp://127.0.0.1:port or serial:///path.</summary>
    public string Address => _plug.Address;

    /// <summary>The TCP port; 0: it is a device file.</summary>
    public int Port => (_plug as TcpPlug)?.Port ?? 0;

    /// <summary>What is wrong with the line.</summary>
    public LineFaults Faults { get; } = new();

    /// <summary>Bytes that the device has taken since it was started.</summary>
    public long BytesTaken => Interlocked.Read(ref _taken);

    /// <summary>Bytes that it has sent.</summary>
    public long BytesSent => Interlocked.Read(ref _sent);

    /// <summary>Plugs a device in and switches it on.</summary>
    /// <param name="port">TCP port on loopback; 0: any.</param>
    /// <param name="device">What answers.</param>
    /// <param name="time">The clock of its waits.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static VirtualPort Listen(int port, IVirtualDevice device, TimeProvider time) => new(new TcpPlug(port), device, time);

    /// <summary>Plugs a device in and switches it on.</summary>
    /// <param name="path">The device file to make; what has that name is replaced.</param>
    /// <param name="device">What answers.</param>
    /// <param name="time">The clock of its waits.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static VirtualPort MakeFile(string path, IVirtualDevice device, TimeProvider time) => new(new TerminalPlug(path), device, time);

    /// <summary>Has the device say something by itself; lost while nobody is connected.</summary>
    public void Say(params byte[] bytes)
    {
        lock (_turn)
            Queue(bytes);
    }

    /// <summary>Pulls the cable and plugs it in again: the device knows nothing of it.</summary>
    public void Cut()
    {
        lock (_turn)
            _cut?.Cancel();
    }

    /// <summary>Switches the device off: the link breaks, and every new one breaks at once.</summary>
    public void SwitchOff()
    {
        lock (_turn)
        {
            _isOff = true;
            _cut?.Cancel();
        }
    }

    /// <summary>Switches it on again.</summary>
    public void SwitchOn()
    {
        lock (_turn)
        {
            _device.SwitchOn();
            _isOff = false;
        }
    }

    /// <summary>Off and on: what it was saying is lost, and what it knew.</summary>
    public void PowerCycle()
    {
        SwitchOff();
        SwitchOn();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _plug.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await using var link = await _plug.NextAsync(_end.Token);
                await ServeAsync(link);
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // Unplugged for good.
        }
    }

    private async Task ServeAsync(IDeviceLink link)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var said = Channel.CreateBounded<Said>(SaidMax);
        lock (_turn)
        {
            if (_isOff)
                return;
            (_cut, _said, _unsent) = (cut, said, 0);
        }

        Task[] all = [Ending(HearAsync(link, cut.Token)), Ending(SayAsync(link, said.Reader, cut.Token)), Ending(BeatAsync(cut.Token))];
        await Task.WhenAny(all);
        lock (_turn)
            (_cut, _said) = (null, null);
        await cut.CancelAsync();
        await Task.WhenAll(all);
    }

    private async Task HearAsync(IDeviceLink link, CancellationToken cut)
    {
        byte[] input = new byte[4096];
        while (await link.ReadAsync(input, cut) is > 0 and int count)
        {
            for (int i = 0; i < count; i++)
            {
                while (_device.IsFull)
                    await Task.Delay(Moment, _time, cut); // whoever sends has to wait
                if (Faults.CutsBeforeTaking() || cut.IsCancellationRequested)
                    return; // what it was sent behind its last byte is lost too
                Interlocked.Increment(ref _taken);
                Have(answers => _device.Take(input[i], answers));
            }
        }
    }

    private async Task BeatAsync(CancellationToken cut)
    {
        while (true)
        {
            await Task.Delay(_device.BeatEvery, _time, cut);
            // What it has said is through before it says how it is now: on a slow line nothing old piles up.
            if (Volatile.Read(ref _unsent) == 0)
                Have(_device.Beat);
        }
    }

    private async Task SayAsync(IDeviceLink link, ChannelReader<Said> queue, CancellationToken cut)
    {
        await foreach (var said in queue.ReadAllAsync(cut))
        {
            var early = Faults.Late - _time.GetElapsedTime(said.Stamp);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, _time, cut);
            byte[] bytes = Faults.Spoil(said.Bytes);
            int whole = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                bool isCut = Faults.CutsBeforeSending();
                if (isCut || (Faults.Pause > TimeSpan.Zero && i > whole))
                {
                    await SendAsync(link, bytes.AsMemory(whole, i - whole), cut);
                    whole = i;
                    if (isCut)
                        return;
                    await Task.Delay(Faults.Pause, _time, cut);
                }
            }

            await SendAsync(link, bytes.AsMemory(whole), cut);
            Interlocked.Decrement(ref _unsent);
        }
    }

    private async Task SendAsync(IDeviceLink link, ReadOnlyMemory<byte> bytes, CancellationToken cut)
    {
        await link.WriteAsync(bytes, cut);
        Interlocked.Add(ref _sent, bytes.Length);
    }

    /// <summary>Has something done in the device's turn, and what it adds to the list said; lost while nobody is connected.</summary>
    public void Have(Action<List<byte>> turn)
    {
        lock (_turn)
        {
            var said = new List<byte>();
            turn(said);
            Queue([.. said]);
        }
    }

    private void Queue(byte[] bytes)
    {
        if (bytes.Length > 0 && _said?.Writer.TryWrite(new Said(bytes, _time.GetTimestamp())) is true)
            Interlocked.Increment(ref _unsent);
    }

    private static async Task Ending(Task part)
    {
        try
        {
            await part;
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // The client went away, or the cable was cut: the next one is welcome.
        }
    }
}
