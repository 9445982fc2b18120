using System.Net.Sockets;
using System.Text;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The daemon as a service of Type=notify: what systemd hears, and when.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SystemdTests() => _systemd.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_ready_when_it_sells_shows_that_it_is_alive_and_says_that_it_stops()
    {
        int port = Daemon.FreePort();
        await using var service = Start($"--Gateway:Listen=127.0.0.1:{port}", $"--Gateway:DataFolder={_folder.File("data")}");
        Assert.Contains("READY=1", await HearAsync("READY=1"), StringComparison.Ordinal);

        // Ready means that it takes calls, now.
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        await new V1.Box.BoxClient(channel).GetStatusAsync(new V1.GetStatusRequest(), Daemon.As(1));
        await HearAsync("WATCHDOG=1");
        await HearAsync("WATCHDOG=1");
        Assert.Equal(0, await service.StopAsync());
        await HearAsync("STOPPING=1");

        // journald reads the level off the beginning of each line.
        Assert.All(service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^<[0-7]>", line));
    }

    [Fact]
    public async Task It_is_never_ready_with_a_wrong_setting()
    {
        await using var service = Start("--Gateway:Listen=nowhere", $"--Gateway:DataFolder={_folder.File("data")}");
        Assert.Equal(78, await service.WaitAsync());
        Assert.Equal(0, _systemd.Available);
    }

    private ProgramRun Start(params string[] settings) => ProgramRun.StartWith(
        new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _folder.File("notify"), ["WATCHDOG_USEC"] = "300000" },
        Programs.Gateway, ["--environment", "Demo", .. Daemon.Alone, .. settings]);

    private async Task<string> HearAsync(string wanted)
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await _systemd.ReceiveAsync(buffer).WaitAsync(Daemon.Patience);
            string said = Encoding.UTF8.GetString(buffer.AsSpan(0, count));
            if (said.Contains(wanted, StringComparison.Ordinal))
                return said;
        }
    }
}
