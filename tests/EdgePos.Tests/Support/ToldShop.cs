using EdgePos.Devices;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A shop with a printer, without a line to head office, that was told of some orders before.</summary>
public sealed class ToldShop : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly VirtualPrinter _printer = VirtualPrinter.Start(0);

    private ToldShop(string language) => Daemon = new Daemon(_folder.File("data"), "--HeadOffice:Embedded=false", "--Store:Country=NL",
        $"--Store:Language={language}", $"--Devices:printer:Link=tcp://127.0.0.1:{_printer.Port}");

    internal Daemon Daemon { get; }

    internal Orders.OrdersClient Orders => new(Daemon.Channel);

    /// <summary>Opens it, with the price book of <see cref="ShopDaemon"/>.</summary>
    internal static async Task<ToldShop> OpenAsync(IEnumerable<CustomerOrder> orders, string language = "en")
    {
        var shop = new ToldShop(language);
        ToldOrders.Write(shop.Daemon.DataFolder, orders);
        await shop.Daemon.StartAsync();
        using var import = shop.Daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(ShopDaemon.Book());
        await import.RequestStream.CompleteAsync();
        await import;
        return shop;
    }

    internal async Task<OrderChange> PrepareAsync(string number, string place = "") => await Orders.PrepareAsync(
        new PrepareOrderRequest { CommandId = Till.NewId(), OrderNumber = number, Place = place }, Daemon.As(1));

    internal async Task<HandOverOrderResponse> HandOverAsync(string number, bool ageSeen = false, int register = 1) =>
        await Orders.HandOverAsync(
            new HandOverOrderRequest { CommandId = Till.NewId(), OrderNumber = number, AgeSeen = ageSeen }, Daemon.As(register));

    /// <summary>The next paper that comes out of the printer.</summary>
    internal async Task<string> PaperAsync() =>
        (await _printer.Papers.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Daemon.Patience)).Text;

    internal bool HasPaper => _printer.Papers.TryRead(out _);

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await _printer.DisposeAsync();
        _folder.Dispose();
    }
}
