using System.Net;
using System.Net.Sockets;

namespace EdgePos.Tests;

/// <summary>A line to a broker on which things happen to packets, by one seed.</summary>
internal sealed class BadLine : IAsyncDisposable
{
    private static readonly TimeSpan GhostsAfter = TimeSpan.FromMilliseconds(80);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _dice = new();
    private readonly Random _random;
    private readonly int _target;
    private readonly Task _serving;

    public BadLine(int target, int seed)
    {
        (_target, _random) = (target, new Random(seed));
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Weather Weather { get; set; } = Weather.Fair;

    /// <summary>Messages under topics that end so are lost, whatever the weather; empty: none.</summary>
    public string LosesAll { get; set; } = "";

    /// <summary>How often something happened.</summary>
    public int Troubles { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var near = await _listener.AcceptSocketAsync(_end.Token);
                running.RemoveAll(task => task.IsCompleted);
                running.Add(ConnectAsync(near));
            }
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ConnectAsync(Socket near)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, cut.Token);
            await using NetworkStream up = new(far), down = new(near, ownsSocket: true);
            var link = new Link(cut);
            await Task.WhenAny(PumpAsync(down, up, link), PumpAsync(up, down, link));
            near.Close(); // this end learns of it at once
            if (link.Ghost is { } ghost)
            {
                await Task.Delay(GhostsAfter, TimeProvider.System, _end.Token);
                await up.WriteAsync(ghost, _end.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            near.Dispose();
        }
        finally
        {
            await cut.CancelAsync();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Link link)
    {
        byte[]? held = null;
        try
        {
            while (await MqttPackets.ReadAsync(from, link.Cut.Token) is { } packet)
            {
                var (what, wait) = Draw(packet);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, TimeProvider.System, link.Cut.Token);
                if (what == Fate.BlackHole)
                    link.Silent = true;
                if (link.Silent)
                    continue;
                switch (what)
                {
                    case Fate.Lost:
                        continue;
                    case Fate.Forgotten:
                        await from.WriteAsync(MqttPackets.AcknowledgementOf(packet), link.Cut.Token);
                        continue;
                    case Fate.Held when held is null:
                        held = packet;
                        continue;
                    case Fate.Cut:
                        await to.WriteAsync(packet.AsMemory(0, packet.Length / 2), link.Cut.Token);
                        return;
                    case Fate.Ghost:
                        link.Ghost = packet;
                        return;
                    case Fate.Garbage:
                        await to.WriteAsync(Garbage(), link.Cut.Token);
                        link.Silent = true;
                        continue;
                }

                await to.WriteAsync(packet, link.Cut.Token);
                if (what == Fate.Twice)
                    await to.WriteAsync(packet, link.Cut.Token);
                if (held is not null)
                    await to.WriteAsync(held, link.Cut.Token);
                held = null;
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // An end has closed.
        }
    }

    private (Fate What, TimeSpan Wait) Draw(byte[] packet)
    {
        var weather = Weather;
        lock (_dice)
        {
            if (LosesAll.Length > 0 && MqttPackets.IsMessage(packet)
                && MqttPackets.TopicOf(packet).EndsWith(LosesAll, StringComparison.Ordinal))
            {
                Troubles++;
                return (Fate.Lost, TimeSpan.Zero);
            }

            var wait = _random.Next(1000) < weather.Slow ? TimeSpan.FromMilliseconds(_random.Next(30)) : TimeSpan.Zero;
            var what = Fate.Passes;
            int drawn = _random.Next(1000);
            foreach (var (fate, share) in new[]
            {
                (weather.Ghosts ? Fate.Ghost : Fate.Cut, weather.Cut), (Fate.BlackHole, weather.BlackHole), (Fate.Lost, weather.Lost),
                (Fate.Forgotten, weather.Forgotten), (Fate.Twice, weather.Twice), (Fate.Held, weather.Held),
                (Fate.Garbage, weather.Garbage),
            })
            {
                if (drawn >= 0 && drawn < share)
                    what = fate;
                drawn -= share;
            }

            bool ofMessages = what is Fate.Lost or Fate.Forgotten or Fate.Twice or Fate.Held;
            if (ofMessages && !MqttPackets.IsMessage(packet))
                what = Fate.Passes;
            Troubles += what != Fate.Passes || wait > TimeSpan.Zero ? 1 : 0;
            return (what, wait);
        }
    }

    private byte[] Garbage()
    {
        lock (_dice)
        {
            byte[] garbage = new byte[_random.Next(1, 200)];
            _random.NextBytes(garbage);
            return garbage;
        }
    }

    private enum Fate
    {
        Passes,
        Lost,
        Forgotten,
        Twice,
        Held,
        Cut,
        Ghost,
        BlackHole,
        Garbage,
    }

    private sealed class Link(CancellationTokenSource cut)
    {
        public CancellationTokenSource Cut => cut;

        public volatile bool Silent;

        public byte[]? Ghost { get; set; }
    }
}
