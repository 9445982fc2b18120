using EdgePos.V1;
using Google.Rpc;
using Grpc.Core;
using Xunit;
using Status = Google.Rpc.Status;

namespace EdgePos.Tests.Gateway;

/// <summary>One daemon for the tests that leave it as they found it.</summary>
public sealed class SharedDaemon : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    public SharedDaemon() => Daemon = new Daemon(_folder.Path, Daemon.Alone);

    public Daemon Daemon { get; }

    public async ValueTask InitializeAsync()
    {
        await Daemon.StartAsync();
        await new Till(Daemon).ImportUsual();
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class CheckoutTests(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private readonly Till _till = new(shared.Daemon);

    [Fact]
    public async Task A_basket_shows_all_that_a_register_must_show()
    {
        var basket = await _till.Open();
        await _till.Add(basket.BasketId, "5449000000996");
        await _till.Add(basket.BasketId, "CHEESE", 333);
        await _till.Change(basket.BasketId, 1, 3000);
        basket = await _till.Add(basket.BasketId, "SOAP");
        basket = await _till.Void(basket.BasketId, 3);
        Assert.Equal((BasketState.Open, 597 + 499L, 4, 3), (basket.State, basket.Total.Minor, basket.ItemCount, basket.LastLine));
        Assert.Equal(["COLA", "CHEESE", "SOAP"], basket.Lines.Select(l => l.Sku));
        Assert.Equal([false, false, true], basket.Lines.Select(l => l.Void));
        Assert.Equal("5449000000996", basket.Lines[0].Scanned);
        Assert.Equal(90_000, Assert.Single(basket.Taxes).RatePpm);

        basket = await _till.Cash(basket.BasketId, 2000);
        Assert.Equal((BasketState.Paid, 904L, 0L), (basket.State, basket.Change.Minor, basket.Due.Minor));
        var receipt = (await _till.Complete(basket.BasketId)).Receipt;
        Assert.Equal((1096L, 904L, 2), (receipt.Total.Minor, receipt.Change.Minor, receipt.Lines.Count));
        Assert.Equal(receipt, await _till.Receipt(receipt.ReceiptNumber));
        basket = await _till.Get(basket.BasketId);
        Assert.Equal((BasketState.Completed, receipt.ReceiptNumber), (basket.State, basket.ReceiptNumber));
    }

    [Fact]
    public async Task Every_command_sent_twice_is_carried_out_once()
    {
        string[] ids = [.. Enumerable.Range(0, 4).Select(_ => Till.NewId())];
        await _till.Open(ids[0]);
        var basket = await _till.Open(ids[0]);
        Assert.True(basket.Replayed);
        Assert.Equal(ids[0], basket.BasketId);

        await _till.Add(basket.BasketId, "COLA", command: ids[1]);
        basket = await _till.Add(basket.BasketId, "COLA", command: ids[1]);
        Assert.True(basket.Replayed);
        Assert.Single(basket.Lines);

        await _till.Cash(basket.BasketId, 500, ids[2]);
        basket = await _till.Cash(basket.BasketId, 500, ids[2]);
        Assert.Single(basket.Tenders);

        var first = await _till.Complete(basket.BasketId, ids[3]);
        var second = await _till.Complete(basket.BasketId, ids[3]);
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(first.Receipt, second.Receipt);

        // Late retries of the steps before do not disturb the sale either.
        Assert.Equal(BasketState.Completed, (await _till.Add(basket.BasketId, "COLA", command: ids[1])).State);
        Assert.Equal(BasketState.Completed, (await _till.Open(ids[0])).State);
    }

    [Fact]
    public async Task A_command_id_used_for_something_else_is_refused()
    {
        var basket = await _till.Open();
        string id = Till.NewId();
        await _till.Add(basket.BasketId, "COLA", command: id);
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => _till.Add(basket.BasketId, "SOAP", command: id));
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => _till.Cash(basket.BasketId, 1, id));
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED",
            () => new Till(shared.Daemon, register: 2).Open(basket.BasketId));
    }

    [Theory]
    [InlineData("5449000000995", StatusCode.InvalidArgument, "CHECK_DIGIT_WRONG")]
    [InlineData("4006381333931", StatusCode.NotFound, "UNKNOWN_ITEM")]
    [InlineData("cola", StatusCode.NotFound, "UNKNOWN_ITEM")]
    [InlineData("'; DROP TABLE items; --", StatusCode.NotFound, "UNKNOWN_ITEM")]
    [InlineData("\u001d\u0000\ud83d\ude00", StatusCode.InvalidArgument, "CODE_UNREADABLE")]
    [InlineData("\u0000\ud83d\ude00", StatusCode.NotFound, "UNKNOWN_ITEM")]
    [InlineData("(01)05449000000996(15)200101", StatusCode.FailedPrecondition, "PAST_SELL_BY")]
    [InlineData("(01)05449000000996(392x)1", StatusCode.InvalidArgument, "CODE_UNREADABLE")]
    [InlineData("S1-1-1", StatusCode.InvalidArgument, "NOT_AN_ITEM")]
    [InlineData("FREE", StatusCode.FailedPrecondition, "PRICE_MISSING")]
    [InlineData("", StatusCode.InvalidArgument, "FIELD_INVALID")]
    public async Task A_scan_that_cannot_be_sold_is_refused_and_the_basket_stays(string scanned, StatusCode status, string reason)
    {
        var basket = await _till.Open();
        var told = await Till.Refused(status, reason, () => _till.Add(basket.BasketId, scanned));
        Assert.Equal("scanned", Assert.Single(told.GetDetail<BadRequest>()!.FieldViolations).Field);
        Assert.Empty((await _till.Get(basket.BasketId)).Lines);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task A_quantity_out_of_range_is_refused(long thousandths)
    {
        var basket = await _till.Open();
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_OUT_OF_RANGE", () => _till.Add(basket.BasketId, "COLA", thousandths));
        await _till.Add(basket.BasketId, "COLA");
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_OUT_OF_RANGE", () => _till.Change(basket.BasketId, 1, thousandths));
    }

    [Fact]
    public async Task Ten_thousand_lines_end_at_the_limit_with_a_clear_answer()
    {
        var basket = await _till.Open();
        for (int i = 0; i < 1000; i++)
            basket = await _till.Add(basket.BasketId, "COLA");
        Assert.Equal(1000, basket.Lines.Count);
        for (int i = 0; i < 9000; i += 1000)
            await Till.Refused(StatusCode.FailedPrecondition, "BASKET_FULL", () => _till.Add(basket.BasketId, "COLA"));
        await _till.Cash(basket.BasketId, basket.Total.Minor);
        Assert.Equal(199_000, (await _till.Complete(basket.BasketId)).Receipt.Total.Minor);
    }

    [Fact]
    public async Task A_closed_basket_refuses_everything()
    {
        var basket = await _till.Open();
        await _till.Add(basket.BasketId, "COLA");
        await _till.Abandon(basket.BasketId);
        Func<Task>[] calls =
        [
            () => _till.Add(basket.BasketId, "COLA"), () => _till.Change(basket.BasketId, 1, 1000), () => _till.Void(basket.BasketId, 1),
            () => _till.Cash(basket.BasketId, 199), () => _till.Abandon(basket.BasketId), () => _till.Complete(basket.BasketId),
        ];
        foreach (var call in calls)
            await Till.Refused(StatusCode.FailedPrecondition, "BASKET_CLOSED", call);
    }

    [Fact]
    public async Task A_sale_is_not_complete_before_it_is_paid()
    {
        var basket = await _till.Open();
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_EMPTY", () => _till.Complete(basket.BasketId));
        await _till.Add(basket.BasketId, "COLA");
        await Till.Refused(StatusCode.FailedPrecondition, "NOT_PAID", () => _till.Complete(basket.BasketId));
        await _till.Cash(basket.BasketId, 100);
        await Till.Refused(StatusCode.FailedPrecondition, "NOT_PAID", () => _till.Complete(basket.BasketId));
        await Till.Refused(StatusCode.InvalidArgument, "CURRENCY_MISMATCH", () => _till.Cash(basket.BasketId, 99, currency: "GBP"));
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{7d444840-9dc0-11d1-b245-5ffdce74fad2}")]
    public async Task An_id_that_is_none_is_refused_with_its_field(string id)
    {
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => _till.Get(id));
        Status told = await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => _till.Open(id));
        Assert.Equal("command_id", told.GetDetail<BadRequest>()!.FieldViolations[0].Field);
    }

    [Fact]
    public async Task A_basket_or_receipt_that_nobody_knows_is_not_found()
    {
        await Till.Refused(StatusCode.NotFound, "BASKET_NOT_FOUND", () => _till.Add(Till.NewId(), "COLA"));
        await Till.Refused(StatusCode.NotFound, "BASKET_NOT_FOUND", () => _till.Complete(Till.NewId()));
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _till.Receipt("S1-1-999999"));
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _till.Receipt("nonsense"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10000")]
    [InlineData("one")]
    public async Task A_caller_without_a_register_number_is_refused(string number) =>
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", async () => await shared.Daemon.Checkout.OpenBasketAsync(
            new OpenBasketRequest { CommandId = Till.NewId() }, new Metadata { { "edgepos-register", number } }));

    [Fact]
    public async Task A_cashier_reads_the_refusal_in_the_language_asked_for()
    {
        var dutch = new Till(shared.Daemon, language: "nl-NL,nl;q=0.9");
        var basket = await dutch.Open();
        var told = await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => dutch.Add(basket.BasketId, "xyz"));
        Assert.Equal("xyz staat niet in het prijzenboek.", told.Message);
    }

    [Fact]
    public async Task A_watcher_sees_each_state_and_the_end()
    {
        var basket = await _till.Open();
        using var watch = _till.Watch(basket.BasketId);
        var seen = watch.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();
        Assert.True(await seen.MoveNextAsync());
        Assert.Empty(seen.Current.Lines);
        await _till.Add(basket.BasketId, "COLA");
        Assert.True(await seen.MoveNextAsync());
        Assert.Single(seen.Current.Lines);
        await _till.Cash(basket.BasketId, 199);
        Assert.True(await seen.MoveNextAsync());
        await _till.Complete(basket.BasketId);
        Assert.True(await seen.MoveNextAsync());
        Assert.Equal(BasketState.Completed, seen.Current.State);
        Assert.False(await seen.MoveNextAsync());
    }

    [Fact]
    public async Task Two_registers_complete_one_basket_and_one_sale_comes_of_it()
    {
        var basket = await _till.Open();
        await _till.Add(basket.BasketId, "COLA");
        await _till.Cash(basket.BasketId, 199);
        var tries = Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (await _till.Complete(basket.BasketId)).Receipt.ReceiptNumber;
            }
            catch (RpcException fault)
            {
                return fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;
            }
        });
        string[] answers = await Task.WhenAll(tries);
        Assert.Single(answers, answer => answer.StartsWith("S1-", StringComparison.Ordinal));
        Assert.Equal(7, answers.Count(answer => answer == "BASKET_CLOSED"));
    }
}
