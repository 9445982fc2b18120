using EdgePos.HeadOffice;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Which other store has it: two real boxes and the real head office between them.</summary>
public sealed class StockElsewhereTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public StockElsewhereTests() => SigningKey.OpenOrMake(OfficeFolder).Dispose();

    private string OfficeFolder => _folder.File("office");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_knows_what_the_others_have_also_when_head_office_is_gone()
    {
        await using var office = new HeadOfficeProgram(OfficeFolder, _brokerPort,
            "--HeadOffice:EmbeddedBroker=true", "--HeadOffice:ShareStockSeconds=1").Start();
        await using var north = await NewDaemon("S1").StartAsync();
        await using var south = await NewDaemon("S2").StartAsync();
        Assert.Equal((0, 0L), await ElsewhereAsync(north) is var nothing ? (nothing.Stores.Count, nothing.MadeUs) : default);

        await ReceiveAsync(north, 3);
        await ReceiveAsync(south, 5);
        await UntilAsync(north, "S2 5");
        await UntilAsync(south, "S1 3");
        var till = new Till(south);
        await till.ImportUsual();
        await till.Sell("SOAP");
        await UntilAsync(north, "S2 4");

        await office.KillAsync();
        await north.KillAsync();
        await north.StartAsync();
        Assert.Equal("S2 4", Told(await ElsewhereAsync(north)));
        Assert.NotEqual(0, (await ElsewhereAsync(north)).MadeUs);
        var other = await north.Stock.ElsewhereAsync(new StockElsewhereRequest { Sku = "NOTHING" }, Daemon.As(1));
        Assert.Empty(other.Stores);
    }

    private Daemon NewDaemon(string store) => new(_folder.File(store), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        $"--Store:Code={store}", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}"]);

    private static async Task ReceiveAsync(Daemon daemon, long pieces) => await daemon.Stock.ReceiveAsync(new ReceiveStockRequest
    {
        CommandId = Till.NewId(),
        Document = "D1",
        Lines = { new StockMove { Sku = "SOAP", QuantityThousandths = pieces * 1000 } },
    }, Daemon.As(1));

    private static async Task<StockElsewhere> ElsewhereAsync(Daemon daemon) =>
        await daemon.Stock.ElsewhereAsync(new StockElsewhereRequest { Sku = "SOAP" }, Daemon.As(1));

    private static string Told(StockElsewhere elsewhere) =>
        string.Join(", ", elsewhere.Stores.Select(store => $"{store.Store} {store.OnHandThousandths / 1000}"));

    private static async Task UntilAsync(Daemon daemon, string told)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); Told(await ElsewhereAsync(daemon)) != told; await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, daemon.Output);
    }
}
