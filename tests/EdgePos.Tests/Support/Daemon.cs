using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests;

/// <summary>The real daemon. It can be started, killed and started again on the same data.</summary>
public sealed class Daemon : IAsyncDisposable
{
    private const int FirstPort = 12_000, Ports = 20_000;

    private static int _ports = Environment.ProcessId * 101 % Ports;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string[] _settings;
    private string _said = "";
    private ProgramRun? _run;

    /// <param name="dataFolder">Where it keeps its files.</param>
    /// <param name="settings">Settings beyond the demo's, as --Section:Name=value.</param>
    public Daemon(string dataFolder, params string[] settings)
    {
        Port = FreePort();
        DataFolder = dataFolder;
        _settings = ["--environment", "Demo", $"--Gateway:Listen=127.0.0.1:{Port}", $"--Gateway:DataFolder={dataFolder}", .. settings];
        Channel = NewChannel();
    }

    /// <summary>Settings of a daemon without printer and head office.</summary>
    public static string[] Alone { get; } = ["--Devices:printer:Link=", "--HeadOffice:Embedded=false"];

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public string DataFolder { get; }

    public string LedgerFile => Path.Combine(DataFolder, "ledger.db");

    public GrpcChannel Channel { get; }

    public Checkout.CheckoutClient Checkout => new(Channel);

    public Customers.CustomersClient Customers => new(Channel);

    public Tills.TillsClient Tills => new(Channel);

    public Stock.StockClient Stock => new(Channel);

    public Payments.PaymentsClient Payments => new(Channel);

    public PriceBook.PriceBookClient PriceBook => new(Channel);

    public V1.Box.BoxClient Box => new(Channel);

    public V1.Devices.DevicesClient Devices => new(Channel);

    public Labels.LabelsClient Labels => new(Channel);

    /// <summary>Head office's books, where the daemon hosts them.</summary>
    public Reports.ReportsClient Reports => new(Channel);

    /// <summary>All that it has said, over all its runs.</summary>
    public string Output => _said + _run?.Output;

    /// <summary>
    /// A port that nobody listens on, and another one each time; below those that the system gives to connections, which would
    /// take it before a program of the test does.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = FirstPort + (Interlocked.Increment(ref _ports) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }

    /// <summary>The headers of a register's call.</summary>
    public static Metadata As(int register, string language = "en") =>
        new() { { "edgepos-register", $"{register}" }, { "accept-language", language } };

    /// <summary>A connection of one's own. It finds the daemon soon after a new start: the usual wait is a second and more.</summary>
    public GrpcChannel NewChannel() => GrpcChannel.ForAddress(Address, new GrpcChannelOptions
    {
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(20),
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(100),
    });

    /// <summary>Starts it and waits until it sells.</summary>
    /// <param name="patience">How long at most; null: as usual.</param>
    public async Task<Daemon> StartAsync(TimeSpan? patience = null)
    {
        await LaunchAsync();
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await StatusAsync();
                return this;
            }
            catch (RpcException) when (waiting.Elapsed < (patience ?? Patience) && !_run!.HasExited)
            {
                await Task.Delay(20);
            }
            catch (RpcException fault)
            {
                Assert.Fail($"the daemon does not sell: {fault.Status}\n{Output}");
            }
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public async Task LaunchAsync()
    {
        if (_run is not null)
        {
            _said += _run.Output;
            await _run.DisposeAsync();
        }

        _run = ProgramRun.Start(Programs.Gateway, _settings);
    }

    /// <summary>Starts it and waits until it ends by itself; gives the exit code.</summary>
    public async Task<int> RunToEndAsync()
    {
        await LaunchAsync();
        return await _run!.WaitAsync();
    }

    public int ProcessId => _run!.ProcessId;

    /// <summary>Waits until it ends by itself; gives the exit code.</summary>
    public Task<int> EndedAsync() => _run!.WaitAsync();

    /// <summary>Pulls the plug of the process: SIGKILL.</summary>
    public Task KillAsync() => _run!.KillAsync();

    /// <summary>Asks it to stop, as systemd does: SIGTERM; gives the exit code.</summary>
    public Task<int> StopAsync() => _run!.StopAsync();

    public async Task<BoxStatus> StatusAsync() =>
        await Box.GetStatusAsync(new GetStatusRequest(), As(1), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5));

    /// <summary>Waits until the status is as wanted; gives it.</summary>
    public Task<BoxStatus> UntilAsync(Func<BoxStatus, bool> wanted) => UntilAsync(wanted, Patience);

    private async Task<BoxStatus> UntilAsync(Func<BoxStatus, bool> wanted, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var status = await StatusAsync();
            if (wanted(status))
                return status;
            Assert.True(waiting.Elapsed < patience, $"waited in vain: {status}");
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// Waits until head office has confirmed all. A box that has found nobody for a while looks again after 150 seconds at the latest.
    /// </summary>
    public Task<BoxStatus> UntilConfirmedAsync() =>
        UntilAsync(status => status.JournalSeq > 0 && status.ConfirmedSeq == status.JournalSeq, TimeSpan.FromSeconds(150) + Patience);

    /// <summary>Waits until it has said something.</summary>
    public async Task UntilSaysAsync(string words)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !Output.Contains(words, StringComparison.Ordinal); await Task.Delay(20))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, Output);
    }

    /// <summary>Runs a register of this box to its end.</summary>
    public Task<(int ExitCode, string Output)> RegisterAsync(string typed, params IEnumerable<string> args) =>
        ProgramRun.ToEndAsync(Programs.Register, typed, ["--gateway", Address, "--language", "en", .. args]);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        if (_run is not null)
            await _run.DisposeAsync();
    }
}
