using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>
/// A whole shop on this machine: the daemon as a process of its own, virtual devices, and a cable to head office that can be
/// pulled. The daemon hosts the broker and head office; its relay reaches them only through the cable.
/// </summary>
internal sealed class DemoShop : IAsyncDisposable
{
    private const int RegisterPort = 5080;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly DemoOrder _order;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers = new() { { "edgepos-register", "99" } };
    private ChildProgram? _daemon;
    private Task _logging = Task.CompletedTask;

    private DemoShop(DemoOrder order, TimeProvider time)
    {
        (_order, _time) = (order, time);
        int broker = Ports.Free();
        Cable = new Cable(broker);
        BrokerPort = broker;
        Counter = new DemoCounter(time);
        Address = $"http://127.0.0.1:{Ports.FreeOr(RegisterPort)}";
        _channel = GrpcChannel.ForAddress(Address);
        Box = new Box.BoxClient(_channel);
        Reports = new Reports.ReportsClient(_channel);
    }

    /// <summary>Where registers find the box.</summary>
    public string Address { get; }

    /// <summary>Port of head office's broker, this side of no cable.</summary>
    public int BrokerPort { get; }

    /// <summary>Leads from the box to head office's broker.</summary>
    public Cable Cable { get; }

    /// <summary>What stands on the counter.</summary>
    public DemoCounter Counter { get; }

    public Box.BoxClient Box { get; }

    public Reports.ReportsClient Reports { get; }

    /// <summary>The ledger's file.</summary>
    public string LedgerFile => Path.Combine(_order.Data, "ledger.db");

    /// <summary>What the register was answered, a line of JSON for each sale.</summary>
    public string ReceiptsFile => Path.Combine(_order.Data, "receipts-answered.jsonl");

    /// <summary>The daemon's log.</summary>
    public string LogFile => Path.Combine(_order.Data, "gateway.log");

    /// <summary>Opens the shop: returns when it sells.</summary>
    /// <exception cref="ToolFault">It does not.</exception>
    public static async Task<DemoShop> OpenAsync(DemoOrder order, TimeProvider time, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(order.Data);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"the folder {order.Data} cannot be made: {fault.Message}");
        }

        var shop = new DemoShop(order, time);
        try
        {
            await shop.StartAsync(stop);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the box is.</summary>
    public async Task<BoxStatus> StatusAsync(CancellationToken stop) =>
        await Box.GetStatusAsync(new GetStatusRequest(), _headers, Deadline(5), stop);

    /// <summary>Head office's stream of this box.</summary>
    public async Task<StreamRow?> StreamAsync(CancellationToken stop)
    {
        var status = await StatusAsync(stop);
        var streams = await Reports.ListStreamsAsync(new ListStreamsRequest(), _headers, Deadline(5), stop);
        return streams.Streams.FirstOrDefault(stream => stream.Epoch == status.Epoch);
    }

    /// <summary>All sales that head office has committed.</summary>
    public async Task<List<CommittedSale>> CommittedAsync(CancellationToken stop)
    {
        using var call = Reports.ListSales(new ListSalesRequest(), _headers, Deadline(60), stop);
        var sales = new List<CommittedSale>();
        await foreach (var sale in call.ResponseStream.ReadAllAsync(stop))
            sales.Add(sale);
        return sales;
    }

    /// <summary>Arguments for a register of this shop.</summary>
    public string[] RegisterArgs(params string[] more) =>
        ["--gateway", Address, "--language", "en", "--receipts", ReceiptsFile, .. more];

    /// <summary>A shopper at a kiosk of this shop.</summary>
    public DemoKiosk Kiosk() => new(_channel, Counter, _time);

    /// <summary>Closes the shop.</summary>
    /// <returns>The daemon's exit code.</returns>
    public async Task<int> CloseAsync()
    {
        int code = _daemon is null ? ExitCodes.Ok : await _daemon.StopAsync();
        await _logging;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        _channel.Dispose();
        await Cable.DisposeAsync();
        await Counter.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken stop)
    {
        _daemon = ChildProgram.Start(_order.Gateway,
            ["--environment", "Demo",
            $"--Gateway:Listen={new Uri(Address).Authority}", $"--Gateway:DataFolder={_order.Data}",
            $"--HeadOffice:BrokerPort={BrokerPort}", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={Cable.Port}",
            .. Counter.Settings]);
        _logging = KeepLogAsync(_daemon);
        long began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await StatusAsync(stop);
                return;
            }
            catch (RpcException) when (!_daemon.HasEnded && _time.GetElapsedTime(began) < StartDeadline)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), _time, stop);
            }
            catch (RpcException fault) when (!stop.IsCancellationRequested)
            {
                string why = _daemon.HasEnded ? $"it ended with exit code {_daemon.ExitCode}" : fault.Status.Detail;
                throw new ToolFault(ExitCodes.Unavailable, $"the daemon does not sell: {why}; its log is {LogFile}");
            }
        }
    }

    private async Task KeepLogAsync(ChildProgram daemon)
    {
        await using var log = new StreamWriter(LogFile, append: true) { AutoFlush = true };
        while (await daemon.Output.ReadLineAsync() is { } line)
            await log.WriteLineAsync(line);
    }

    private DateTime Deadline(int seconds) => _time.GetUtcNow().UtcDateTime.AddSeconds(seconds);
}
