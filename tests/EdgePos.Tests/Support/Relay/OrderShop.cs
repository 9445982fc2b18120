using System.Globalization;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A store, a head office and a real Mosquitto between them, with orders of a web shop.</summary>
internal sealed class OrderShop : IAsyncDisposable
{
    private const string Header = "order,store,sku,quantity_thousandths,unit_price_minor,currency,customer_number,customer_name,from,until,"
        + "paid,note,status";

    private readonly TempFolder _folder = new();
    private readonly int _port = Mosquitto.PortOfItsOwn();
    private ProgramRun? _broker;
    private int _files;

    private OrderShop()
    {
        SigningKey.OpenOrMake(OfficeFolder).Dispose();
        Office = new HeadOfficeProgram(OfficeFolder, _port, "--HeadOffice:ShareOrdersSeconds=1");
        Daemon = new Daemon(_folder.File("S1"), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Store:Code=S1",
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_port}",
            $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}"]);
        Till = new Till(Daemon);
    }

    public HeadOfficeProgram Office { get; }

    public Daemon Daemon { get; }

    public Till Till { get; }

    public Orders.OrdersClient Orders => new(Daemon.Channel);

    private string OfficeFolder => _folder.File("office");

    /// <summary>Opens it. Skips the test where Mosquitto is not installed.</summary>
    public static async Task<OrderShop> OpenAsync()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed (package mosquitto)");
        var shop = new OrderShop();
        await shop.ConnectAsync();
        shop.Office.Start();
        await shop.Daemon.StartAsync();
        await shop.Till.ImportUsual();
        return shop;
    }

    /// <summary>The line to head office is there again.</summary>
    public async Task ConnectAsync() => _broker = await Mosquitto.StartAsync(_folder, _port);

    /// <summary>The line to head office is cut.</summary>
    public async Task DisconnectAsync()
    {
        await _broker!.KillAsync();
        await _broker.DisposeAsync();
        _broker = null;
    }

    /// <summary>A row of a line of an order.</summary>
    public static string Row(
        string order, string sku, long thousandths, long minor, bool paid = true, string note = "", string until = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"{order},S1,{sku},{thousandths},{minor},EUR,1001,Jo Wezel,,{until},{(paid ? "yes" : "no")},{note},");

    /// <summary>A row that cancels an order.</summary>
    public static string Cancel(string order) => $"{order},,,,,,,,,,,,cancelled";

    /// <summary>Gives head office a file; gives what it said.</summary>
    public async Task<string> PlaceAsync(params string[] rows)
    {
        var (code, output) = await TryPlaceAsync(rows);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>The same, also where it is refused.</summary>
    public async Task<(int Code, string Output)> TryPlaceAsync(params string[] rows)
    {
        string file = _folder.File($"orders-{++_files}.csv");
        await File.WriteAllLinesAsync(file, [Header, .. rows]);
        return await ProgramRun.ToEndAsync(Programs.HeadOffice, "", ["orders", file, "--data-folder", OfficeFolder]);
    }

    /// <summary>Asks head office something.</summary>
    public async Task<string> OfficeAsync(params string[] verb)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", verb);
        Assert.True(code == 0, output);
        return output;
    }

    public Task<string> VerifyAsync() => OfficeAsync("verify", "--data-folder", OfficeFolder);

    public async Task<Order> GetAsync(string number) => await Orders.GetAsync(new() { OrderNumber = number }, Daemon.As(1));

    public async Task<OrderChange> PrepareAsync(string number, string place = "B7", int register = 1, params PickedLine[] lines) =>
        await Orders.PrepareAsync(new() { CommandId = Till.NewId(), OrderNumber = number, Place = place, Lines = { lines } },
            Daemon.As(register));

    public async Task<HandOverOrderResponse> HandOverAsync(string number, int register = 1, string? command = null) =>
        await Orders.HandOverAsync(new() { CommandId = command ?? Till.NewId(), OrderNumber = number }, Daemon.As(register));

    public async Task<OrderChange> GiveUpAsync(string number, GiveUpReason reason = GiveUpReason.Uncollected) =>
        await Orders.GiveUpAsync(new() { CommandId = Till.NewId(), OrderNumber = number, Reason = reason }, Daemon.As(1));

    public async Task<StockLevel> StockAsync(string sku) =>
        (await Daemon.Stock.GetAsync(new() { Skus = { sku } }, Daemon.As(1))).Levels.Single();

    /// <summary>Waits until the store sees an order so.</summary>
    public Task StoreSeesAsync(string number, OrderState state) => UntilAsync(async () =>
    {
        try
        {
            return (await GetAsync(number)).State == state;
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    });

    /// <summary>Waits until head office sees an order so; gives what it says of it.</summary>
    public async Task<OrderReportRow> OfficeSeesAsync(string number, OrderState state)
    {
        OrderReportRow? found = null;
        await UntilAsync(async () =>
        {
            found = await RowAsync(number);
            return found?.State == state;
        });
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Office.DisposeAsync();
        if (_broker is not null)
            await DisconnectAsync();
        _folder.Dispose();
    }

    private async Task<OrderReportRow?> RowAsync(string number)
    {
        using var rows = Office.Reports.ListOrders(new() { Number = number });
        return await rows.ResponseStream.ReadAllAsync().FirstOrDefaultAsync();
    }

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, Daemon.Output);
    }
}
