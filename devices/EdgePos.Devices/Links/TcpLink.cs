using System.Net.Sockets;

namespace EdgePos.Devices;

/// <summary>
/// A TCP connection to a device, usually port 9100. One long-lived connection, closed in good order: some printers take no
/// more connections after half-open ones until they are switched off.
/// </summary>
public sealed class TcpLink : IDeviceLink
{
    private readonly Socket _socket;

    private TcpLink(Socket socket) => _socket = socket;

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public static async ValueTask<TcpLink> ConnectAsync(string host, int port, CancellationToken deadline)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        try
        {
            await socket.ConnectAsync(host, port, deadline);
            return new TcpLink(socket);
        }
        catch (Exception fault)
        {
            socket.Dispose();
            if (fault is SocketException)
                throw new IOException($"no connection to {host}:{port}: {fault.Message}", fault);
            throw;
        }
    }

    /// <summary>The end of a connection that somebody else made; the link closes it.</summary>
    internal static TcpLink Over(Socket socket)
    {
        socket.NoDelay = true;
        return new TcpLink(socket);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, deadline)..];
        }
        catch (SocketException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken deadline)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, deadline);
        }
        catch (SocketException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other side was first.
        }

        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
