using System.Net.Sockets;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>
/// The way to a box: http, to a demo; or unix:/path, the socket file in its data folder. Who may open that file is staff of the box, so it
/// needs no certificate: root, and the group of the daemon.
/// </summary>
internal static class BoxChannel
{
    /// <summary>Scheme of a socket file's address.</summary>
    public const string FileScheme = "unix";

    /// <summary>Where a box has its socket file, as it comes.</summary>
    public const string UsualFile = "/var/lib/edgepos/edgepos.sock";

    /// <summary>A connection of one's own.</summary>
    public static GrpcChannel To(Uri address) => address.Scheme != FileScheme ? GrpcChannel.ForAddress(address)
        : GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    try
                    {
                        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.AbsolutePath), stop);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            },
        });

    /// <summary>An address in words.</summary>
    public static string Shown(Uri address) =>
        address.Scheme == FileScheme ? address.AbsolutePath : address.GetLeftPart(UriPartial.Authority);
}
