using System.Net;
using System.Net.Sockets;

namespace EdgePos.Provisioning;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    /// <summary>The port that people know where it is free, else any.</summary>
    public static int FreeOr(int wanted) => IsFree(wanted) ? wanted : Free();

    /// <summary>Any free port.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts something that listens on a port.</summary>
    /// <exception cref="ToolFault">The port is taken.</exception>
    public static T Take<T>(int port, Func<int, T> start)
    {
        try
        {
            return start(port);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"port {port} cannot be used: {fault.Message}. Choose another with --port.");
        }
    }

    /// <summary>Starts something on a port, or on a device file that it makes.</summary>
    /// <exception cref="ToolFault">It is taken, or cannot be made.</exception>
    public static T Take<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"the plug cannot be used: {fault.Message}. Choose another with --plug.");
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
