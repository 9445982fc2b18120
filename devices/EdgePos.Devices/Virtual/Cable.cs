using System.Net;
using System.Net.Sockets;

namespace EdgePos.Devices;

/// <summary>
/// A network cable that can be pulled: a port on loopback that leads to another one. Pulled, what runs through it breaks
/// and nothing new gets through; plugged in again, it leads on.
/// </summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _target;
    private readonly Task _serving;
    private CancellationTokenSource _plugged = new();

    /// <summary>Lays a cable to a port on this machine.</summary>
    public Cable(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The port at this end.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Pulls the cable.</summary>
    public void Pull() => _plugged.Cancel();

    /// <summary>Plugs it in again.</summary>
    public void PlugIn() => _plugged = new CancellationTokenSource();

    /// <inheritdoc/>
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
                running.Add(LeadAsync(near, _plugged.Token));
            }
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task LeadAsync(Socket near, CancellationToken plugged)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var until = CancellationTokenSource.CreateLinkedTokenSource(plugged, _end.Token);
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target, until.Token);
            await Task.WhenAny(CopyAsync(near, far, until), CopyAsync(far, near, until));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // Pulled, or nobody at the far end: the near end is told by a reset.
        }

        await until.CancelAsync();
        near.Close(timeout: 0);
        far.Close(timeout: 0);
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource until)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, until.Token) is > 0 and int count)
            {
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), until.Token);
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either way this direction has ended, and with it the connection.
        }
    }
}
