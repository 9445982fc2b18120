using System.Net;
using System.Net.Sockets;
using EdgePos.HeadOffice;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A real Mosquitto, where Debian's is installed.</summary>
internal static class Mosquitto
{
    private static int _lastPort = 21000 + (Environment.ProcessId % 100 * 100);

    public static string? Path { get; } = new[] { "/usr/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists);

    /// <summary>
    /// A port for a broker that is killed and comes back: none that the system gives to others in between, which are those from
    /// 32768 on.
    /// </summary>
    public static int PortOfItsOwn()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; the next one.
            }
        }
    }

    /// <summary>Starts one on a port, with nothing in memory; it is killed at the end.</summary>
    /// <param name="folder">For its settings.</param>
    /// <param name="port">On loopback.</param>
    /// <param name="settings">Lines of its settings beyond a listener for anybody.</param>
    public static async Task<ProgramRun> StartAsync(TempFolder folder, int port, string settings = "allow_anonymous true")
    {
        string file = folder.File($"mosquitto-{port}.conf");
        await File.WriteAllTextAsync(file, $"listener {port} 127.0.0.1\nset_tcp_nodelay true\nlog_type error\n{settings}\n");
        var run = ProgramRun.Start(Path!, "-c", file);
        await UntilListeningAsync(port);
        return run;
    }

    /// <summary>Waits until somebody takes connections on a port.</summary>
    public static async Task UntilListeningAsync(int port)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, "nobody listens");
                await Task.Delay(5);
            }
        }
    }
}

/// <summary>The broker that head office brings along.</summary>
internal sealed class EmbeddedBrokerRun(EmbeddedBroker broker) : IAsyncDisposable
{
    public static async Task<EmbeddedBrokerRun> StartAsync(int port)
    {
        var broker = new EmbeddedBroker(port);
        await broker.StartAsync(default);
        return new EmbeddedBrokerRun(broker);
    }

    public async ValueTask DisposeAsync() => await broker.StopAsync(default);
}
