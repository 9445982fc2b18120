using System.Net;
using System.Net.Sockets;

namespace EdgePos.Devices;

/// <summary>Where the cable of a virtual device ends: it gives one connection after the other.</summary>
internal abstract class VirtualPlug : IDisposable
{
    /// <summary>How it is written in settings.</summary>
    public abstract string Address { get; }

    /// <summary>The next one who connects. Asked again when that one has gone.</summary>
    /// <exception cref="IOException">Nobody can connect any more.</exception>
    public abstract ValueTask<IDeviceLink> NextAsync(CancellationToken stop);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A TCP port on loopback.</summary>
internal sealed class TcpPlug : VirtualPlug
{
    private readonly TcpListener _listener;

    /// <summary>Listens at once.</summary>
    /// <param name="port">Port; 0: any.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public TcpPlug(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            _listener.Start();
        }
        catch (SocketException refused)
        {
            throw new IOException($"no virtual device can listen on port {port}: {refused.Message}", refused);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public override string Address => $"tcp://127.0.0.1:{Port}";

    public override async ValueTask<IDeviceLink> NextAsync(CancellationToken stop)
    {
        try
        {
            return TcpLink.Over(await _listener.AcceptSocketAsync(stop));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            throw new IOException(gone.Message, gone);
        }
    }

    public override void Dispose() => _listener.Dispose();
}

/// <summary>
/// A device file: a name that leads to a pseudo-terminal. Each connection has a terminal of its own, so that what the last one
/// left in it, or kept others from, is gone.
/// </summary>
/// <param name="path">The name; what is there is replaced.</param>
internal sealed class TerminalPlug : VirtualPlug
{
    private readonly string _path;
    private PseudoTerminal _next;

    /// <exception cref="IOException">There is no terminal to be had, or the name cannot be made.</exception>
    public TerminalPlug(string path)
    {
        _path = path;
        _next = Lay();
    }

    public override string Address => $"serial://{_path}";

    // The terminal is there before anybody opens it: who asks for the next one is given it at once.
    public override ValueTask<IDeviceLink> NextAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_next.IsTaken)
            _next = Lay();
        return new(_next.Take());
    }

    public override void Dispose()
    {
        _next.Dispose();
        File.Delete(_path);
    }

    private PseudoTerminal Lay()
    {
        var terminal = PseudoTerminal.Open();
        try
        {
            // Put in the place of the old one in one step: there is never no file.
            string beside = _path + ".new";
            File.Delete(beside);
            File.CreateSymbolicLink(beside, terminal.Path);
            File.Move(beside, _path, overwrite: true);
            return terminal;
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }
}
