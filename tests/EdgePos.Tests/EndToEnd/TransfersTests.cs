using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Goods from one store to another: two real boxes, and the real head office that hears of both ends.</summary>
public sealed class TransfersTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_one_store_sends_and_the_other_receives_is_one_transfer_also_when_a_store_was_offline_meanwhile()
    {
        await using var north = await NewDaemon("S1").StartAsync();
        await using var south = await NewDaemon("S2").StartAsync();
        var sending = new TransferStockOutRequest
        {
            CommandId = Till.NewId(),
            ToStore = "S2",
            Lines = { Pieces("SOAP", 3), Pieces("TEA", 1) },
        };
        var sent = await north.Stock.TransferOutAsync(sending, Daemon.As(1));
        await ReceiveAsync(south, sent, Pieces("SOAP", 3));
        await south.StopAsync();

        // Head office is there only now, and hears one of the two.
        await using var office = new HeadOfficeProgram(_folder.File("office"), _brokerPort, "--HeadOffice:EmbeddedBroker=true").Start();
        await north.UntilConfirmedAsync();
        var open = await TransferAsync(office);
        Assert.Equal((TransferState.InTransit, sent.BookingId.ToUpperInvariant(), sent.AtUs, 0L),
            (open.State, open.Number, open.SentUs, open.ReceiverKnownUs));

        await south.StartAsync();
        await south.UntilConfirmedAsync();
        Assert.Equal(TransferState.Short, (await TransferAsync(office)).State);
        await ReceiveAsync(south, sent, Pieces("TEA", 1));
        Assert.True((await north.Stock.TransferOutAsync(sending, Daemon.As(1))).Equals(sent)); // the same command again
        await south.UntilConfirmedAsync();
        Assert.Equal(TransferState.Arrived, (await TransferAsync(office)).State);
    }

    private Daemon NewDaemon(string store) => new(_folder.File(store), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        $"--Store:Code={store}", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}"]);

    private static async Task ReceiveAsync(Daemon daemon, StockBooking sent, StockMove goods) => await daemon.Stock.TransferInAsync(
        new TransferStockInRequest { CommandId = Till.NewId(), FromStore = "S1", Reference = sent.BookingId, Lines = { goods } },
        Daemon.As(1));

    private static StockMove Pieces(string sku, long pieces) => new() { Sku = sku, QuantityThousandths = pieces * 1000 };

    private static async Task<StoreTransfer> TransferAsync(HeadOfficeProgram office) => Assert.Single(
        await office.Reports.ListTransfers(new ListTransfersRequest()).ResponseStream.ReadAllAsync().ToListAsync());
}
