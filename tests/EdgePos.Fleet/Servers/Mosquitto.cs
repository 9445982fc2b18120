using System.Net.Sockets;

namespace EdgePos.Fleet;

/// <summary>A real Mosquitto of this program's own, where Debian's is installed.</summary>
internal static class Mosquitto
{
    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto"];

    /// <summary>Where it is; null: it is not installed.</summary>
    public static string? Program => Places.FirstOrDefault(File.Exists);

    /// <summary>Starts one with nothing in memory.</summary>
    /// <param name="folder">For its settings.</param>
    /// <param name="port">On loopback.</param>
    /// <param name="queued">How many messages it keeps for a client that is slow; 0: any number.</param>
    public static async Task<ServerProcess> StartAsync(string folder, int port, int queued, TimeProvider time, CancellationToken stop)
    {
        string file = Path.Combine(folder, "mosquitto.conf");
        // One connection carries hundreds of boxes here, so it gets what hundreds of connections would.
        await File.WriteAllTextAsync(file, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            set_tcp_nodelay true
            max_inflight_messages 1000
            max_queued_messages {queued}
            log_type error
            sys_interval 1

            """, stop);
        var run = ServerProcess.Start(Program!, "-c", file);
        await run.UntilAsync(() => ListensAsync(port), "it listens", time, stop);
        return run;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
