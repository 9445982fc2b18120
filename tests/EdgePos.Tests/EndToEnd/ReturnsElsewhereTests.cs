using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Goods that come back in another store: two real boxes, a real Mosquitto, the real head office.</summary>
public sealed class ReturnsElsewhereTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SharedBroker? _broker;
    private HeadOfficeProgram? _office;
    private Daemon? _north, _south;

    private Daemon North => _north!;

    private Daemon South => _south!;

    private HeadOfficeProgram Office => _office!;

    public async ValueTask InitializeAsync()
    {
        SigningKey.OpenOrMake(_folder.File("office")).Dispose();
        _broker = await SharedBroker.StartAsync();
        _office = new HeadOfficeProgram(_folder.File("office"), _broker.Port, "--HeadOffice:ShareStockSeconds=0").Start();
        _north = await NewDaemon("S1").StartAsync();
        _south = await NewDaemon("S2").StartAsync();
        foreach (var daemon in new[] { North, South })
            await new Till(daemon).ImportUsual();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in new IAsyncDisposable?[] { _north, _south, _office, _broker })
        {
            if (one is not null)
                await one.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_bought_in_one_store_comes_back_in_another_at_its_price_and_never_twice()
    {
        string receipt = await SellAsync(North, "SOAP", 3_000);
        await new Till(South).Import(true, Till.Item("SOAP", "Soap", 999)); // another price meanwhile, and here
        var returnable = await UntilFoundAsync(South, receipt);
        Assert.Equal((1, "SOAP", 3_000L, 3_000L, 750L), Single(returnable));

        var till = new Till(South);
        string id = (await till.Open()).BasketId;
        Assert.Equal(-500, (await till.Return(id, receipt, 1, 2_000)).Total.Minor);
        Assert.Equal((1, "SOAP", 3_000L, 1_000L, 250L), Single(await ReturnableAsync(North, receipt))); // held, also for who sold it
        await till.Cash(id, -500);
        var back = (await till.Complete(id)).Receipt;
        Assert.Equal((receipt, 1), (back.Lines[0].ReturnOf.ReceiptNumber, back.Lines[0].ReturnOf.Line));
        Assert.Equal(2_000, (await StockAsync(South)).OnHandThousandths);
        await South.UntilConfirmedAsync();

        var north = new Till(North);
        string other = (await north.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => north.Return(other, receipt, 1, 2_000), "line");
        Assert.Equal(-250, (await north.Return(other, receipt, 1)).Total.Minor);
        await north.Cash(other, -250);
        await north.Complete(other);
        Assert.Equal((1, "SOAP", 3_000L, 0L, 0L), Single(await ReturnableAsync(South, receipt)));

        await North.UntilConfirmedAsync();
        var row = Assert.Single(await ReturnsAsync());
        Assert.Equal((receipt, ReturnedState.Good), (row.ReceiptNumber, row.State));
        Assert.Equal([("S2", 2_000L), ("S1", 1_000L)], row.Places.Select(at => (at.Store, at.Thousandths)));
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => north.Do((checkout, headers) =>
            checkout.AddReturnAsync(new AddReturnRequest
            {
                BasketId = other,
                CommandId = Till.NewId(),
                ReceiptNumber = receipt,
                Line = 1,
                Reason = "again",
            }, headers)));
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "report", "returns", "--reports", Office.Address);
        Assert.True(code == 0, output);
        Assert.Matches($@"{receipt}\s+good\s+S2\s+S2-1-1\s+\S+ \S+\s+SOAP\s+2\s+5\.00 EUR", output);
    }

    [Fact]
    public async Task What_is_held_is_free_again_when_the_line_is_voided_or_the_basket_is_given_up()
    {
        string receipt = await SellAsync(North, "SOAP", 1_000);
        await UntilFoundAsync(South, receipt);
        var (south, north) = (new Till(South), new Till(North));
        string id = (await south.Open()).BasketId, other = (await north.Open()).BasketId;
        await south.Return(id, receipt, 1);
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => north.Return(other, receipt, 1));
        await south.Void(id, 1);
        await UntilLeftAsync(North, receipt, 1_000);
        await south.Return(id, receipt, 1);
        await UntilLeftAsync(North, receipt, 0);
        await south.Abandon(id);
        await UntilLeftAsync(North, receipt, 1_000);

        // What a rule refuses is not held either, and a command that comes again is the same return.
        string paid = (await south.Open()).BasketId;
        await south.Add(paid, "BREAD");
        await south.Cash(paid, 320);
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_PAID", () => south.Return(paid, receipt, 1));
        await UntilLeftAsync(North, receipt, 1_000);
        var again = new AddReturnRequest
        {
            BasketId = (await south.Open()).BasketId,
            CommandId = Till.NewId(),
            ReceiptNumber = receipt,
            Line = 1,
            Reason = "broken",
        };
        var first = await south.Do((checkout, headers) => checkout.AddReturnAsync(again, headers));
        var second = await south.Do((checkout, headers) => checkout.AddReturnAsync(again, headers));
        Assert.True(second.Replayed);
        Assert.Equal(first.Lines, second.Lines);
    }

    [Fact]
    public async Task Without_head_office_a_receipt_of_another_store_is_refused_and_one_of_its_own_is_not()
    {
        string receipt = await SellAsync(North, "SOAP", 1_000), own = await SellAsync(South, "SOAP", 1_000);
        await UntilFoundAsync(South, receipt);
        Assert.Equal("RECEIPT_NOT_AT_HEAD_OFFICE", await WhyNotAsync(South, "S1-1-77"));
        await Office.KillAsync();
        Assert.Equal("RECEIPT_ELSEWHERE_UNREACHABLE", await WhyNotAsync(South, receipt));
        var south = new Till(South, language: "nl");
        string id = (await south.Open()).BasketId;
        var refused = await Till.Refused(StatusCode.FailedPrecondition, "RECEIPT_ELSEWHERE_UNREACHABLE", () => south.Return(id, receipt, 1),
            "receipt_number");
        Assert.Contains("hoofdkantoor", refused.Message, StringComparison.Ordinal);
        await Till.Refused(StatusCode.FailedPrecondition, "RECEIPT_ELSEWHERE_UNREACHABLE", () => ClaimAsync(south, id, receipt),
            "claimed_receipt");
        Assert.Equal(-250, (await south.Return(id, own, 1)).Total.Minor);
        await south.Cash(id, -250);
        await south.Complete(id);
    }

    [Fact]
    public async Task Where_the_store_allows_it_goods_are_taken_as_without_a_receipt_and_head_office_finds_the_second_refund()
    {
        string receipt = await SellAsync(North, "SOAP", 1_000);
        await North.UntilConfirmedAsync();
        await South.StopAsync();
        _south = await NewDaemon("S2", "--Selling:ReturnsElsewhereOffline=WithoutReceipt").StartAsync();
        await UntilFoundAsync(South, receipt);
        await Office.KillAsync();
        Assert.Equal("RECEIPT_ELSEWHERE_UNASKED", await WhyNotAsync(South, receipt));

        // As a shop assistant does it.
        var (code, output) = await South.RegisterAsync($"return {receipt}\nreturn-item SOAP BROKEN\nrefund\n\n");
        Assert.Contains("The receipt is noted with it", output, StringComparison.Ordinal);
        Assert.Contains($"Receipt {receipt} is noted with it", output, StringComparison.Ordinal);
        Assert.True(code is 0 or 1, output);
        var north = new Till(North);
        string id = (await north.Open()).BasketId;
        await north.Return(id, receipt, 1);
        await north.Cash(id, -250);
        await north.Complete(id);
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID",
            async () => await ClaimAsync(north, (await north.Open()).BasketId, receipt), "claimed_receipt");

        Office.Start();
        await North.UntilConfirmedAsync();
        await South.UntilConfirmedAsync();
        var row = Assert.Single(await ReturnsAsync(), row => row.ReceiptNumber == receipt);
        Assert.Equal((ReturnedState.TooMuch, 1_000L, 2_000L),
            (row.State, row.Items[0].SoldThousandths, row.Items[0].ReturnedThousandths));
        Assert.Contains(row.Places, at => at is { Store: "S2", Claimed: true });
    }

    private Daemon NewDaemon(string store, params string[] more) => new(_folder.File(store), ["--Devices:printer:Link=",
        "--HeadOffice:Embedded=false", $"--Store:Code={store}", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_broker!.Port}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(_folder.File("office"))}", .. more]);

    private static async Task<string> SellAsync(Daemon daemon, string sku, long thousandths)
    {
        var till = new Till(daemon);
        string id = (await till.Open()).BasketId;
        var basket = await till.Add(id, sku, thousandths);
        await till.Cash(id, basket.Total.Minor);
        return (await till.Complete(id)).Receipt.ReceiptNumber;
    }

    private static Task<Basket> ClaimAsync(Till till, string basket, string receipt) => till.Do((checkout, headers) =>
        checkout.AddReturnAsync(new AddReturnRequest
        {
            BasketId = basket,
            CommandId = Till.NewId(),
            Scanned = "SOAP",
            ClaimedReceipt = receipt,
            Reason = "broken",
        }, headers));

    private static async Task<GetReturnableResponse> ReturnableAsync(Daemon daemon, string receipt) =>
        await daemon.Checkout.GetReturnableAsync(new GetReturnableRequest { ReceiptNumber = receipt }, Daemon.As(1));

    private static async Task<string> WhyNotAsync(Daemon daemon, string receipt)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => ReturnableAsync(daemon, receipt));
        return fault.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
    }

    // The journal takes a moment to head office, and the link from there.
    private static async Task<GetReturnableResponse> UntilFoundAsync(Daemon daemon, string receipt)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                return await ReturnableAsync(daemon, receipt);
            }
            catch (RpcException fault)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{fault.Status}\n{daemon.Output}");
            }
        }
    }

    private static async Task UntilLeftAsync(Daemon daemon, string receipt, long thousandths)
    {
        for (long begun = TimeProvider.System.GetTimestamp();
             (await ReturnableAsync(daemon, receipt)).Lines[0].LeftThousandths != thousandths;
             await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, daemon.Output);
    }

    private static (int, string, long, long, long) Single(GetReturnableResponse returnable) => returnable.Lines
        .Select(line => (line.Line, line.Sku, line.SoldThousandths, line.LeftThousandths, line.Refund.Minor)).Single();

    private static async Task<StockLevel> StockAsync(Daemon daemon) =>
        (await daemon.Stock.GetAsync(new GetStockRequest { Skus = { "SOAP" } }, Daemon.As(1))).Levels.Single();

    private async Task<List<ReturnedReceipt>> ReturnsAsync() =>
        await Office.Reports.ListReturns(new ListReturnsRequest(), new CallOptions().WithWaitForReady()).ResponseStream.ReadAllAsync()
            .ToListAsync();
}
