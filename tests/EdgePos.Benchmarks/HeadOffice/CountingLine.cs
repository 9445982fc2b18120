using System.Net;
using System.Net.Sockets;

namespace EdgePos.Benchmarks;

/// <summary>A line to a broker that counts what goes over it.</summary>
internal sealed class CountingLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _broker;
    private readonly Task _serving;
    private long _down;

    public CountingLine(int broker)
    {
        _broker = broker;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where the box connects.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that have come from the broker: MQTT with all its heads, without TCP's.</summary>
    public long Down => Interlocked.Read(ref _down);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(ConnectAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ConnectAsync(Socket box)
    {
        using var broker = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (box)
        {
            try
            {
                box.NoDelay = true;
                await broker.ConnectAsync(IPAddress.Loopback, _broker, _end.Token);
                await Task.WhenAny(CopyAsync(box, broker, _ => { }), CopyAsync(broker, box, bytes => Interlocked.Add(ref _down, bytes)));
            }
            catch (Exception cut) when (cut is OperationCanceledException or SocketException)
            {
                // the box comes again
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Action<int> count)
    {
        byte[] buffer = new byte[128 * 1024];
        while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var bytes)
        {
            count(bytes);
            for (int sent = 0; sent < bytes;)
                sent += await to.SendAsync(buffer.AsMemory(sent, bytes - sent), _end.Token);
        }
    }
}
