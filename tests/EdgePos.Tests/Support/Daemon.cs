using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// The real daemon in a process of its own.
/// </summary>
public sealed partial class Daemon : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _output = new();
    private readonly string[] _settings;
    private Process? _process;

    /// <param name="dataFolder">Where it keeps its files.</param>
    /// <param name="settings">Settings beyond the demo's, as --Section:Name=value.</param>
    public Daemon(string dataFolder, params string[] settings)
    {
        Port = FreePort();
        _settings = ["--environment", "Demo", $"--Gateway:Listen=127.0.0.1:{Port}", $"--Gateway:DataFolder={dataFolder}", .. settings];
        Channel = GrpcChannel.ForAddress($"http://127.0.0.1:{Port}");
    }

    /// <summary>Settings of a daemon without printer and head office.</summary>
    public static string[] Alone { get; } = ["--Printer:Link=", "--HeadOffice:Embedded=false"];

    public int Port { get; }

    public GrpcChannel Channel { get; }

    public Checkout.CheckoutClient Checkout => new(Channel);

    public PriceBook.PriceBookClient PriceBook => new(Channel);

    public Box.BoxClient Box => new(Channel);

    /// <summary>All that it has said.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The headers of a register's call.</summary>
    public static Metadata As(int register, string language = "en") =>
        new() { { "edgepos-register", $"{register}" }, { "accept-language", language } };

    /// <summary>Starts it and waits until it sells.</summary>
    public async Task<Daemon> StartAsync()
    {
        Launch();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Box.GetStatusAsync(new GetStatusRequest(), As(1), DateTime.UtcNow.AddSeconds(5));
                return this;
            }
            catch (RpcException) when (deadline.Elapsed < Patience && !_process!.HasExited)
            {
                await Task.Delay(20);
            }
            catch (RpcException fault)
            {
                Assert.Fail($"the daemon does not sell: {fault.Status}\n{Output}");
            }
        }
    }

    /// <summary>Starts it and waits until it ends by itself; gives the exit code.</summary>
    public async Task<int> RunToEndAsync()
    {
        Launch();
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Pulls the plug of the process: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to stop, as systemd does: SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Assert.Equal(0, SendSignal(_process!.Id, 15));
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
    }

    private void Launch()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo(Programs.Gateway, _settings)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Assert.True(_process.Start());
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
