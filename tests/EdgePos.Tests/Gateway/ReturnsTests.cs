using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>What comes back: with its receipt and without, in parts, in exchange, and never twice.</summary>
public sealed class ReturnsTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon), _other = new(shop.Daemon, register: 2),
        _anna = new(shop.Daemon, approval: "anna:4711");

    [Fact]
    public async Task Parts_of_a_discounted_line_come_back_to_exactly_what_was_paid()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "CRISPS", 3_000); // 3 for 2: 3.60 for three
        await _till.Cash(id, 360);
        string receipt = (await _till.Complete(id)).Receipt.ReceiptNumber;
        var refunds = new List<long>();
        for (int i = 0; i < 3; i++)
        {
            id = (await _other.Open()).BasketId;
            var basket = await _other.Return(id, receipt, 1, 1_000);
            Assert.Equal((BasketState.Open, basket.Total), (basket.State, basket.Due));
            basket = await _other.Cash(id, basket.DueInCash.Minor);
            Assert.Equal(BasketState.Paid, basket.State);
            refunds.Add((await _other.Complete(id)).Receipt.Total.Minor);
        }

        Assert.Equal([-120L, -120L, -120L], refunds);
        id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => _till.Return(id, receipt, 1), "line");
        var left = await shop.Daemon.Checkout.GetReturnableAsync(new GetReturnableRequest { ReceiptNumber = receipt }, Daemon.As(1));
        Assert.Equal((3_000L, 0L, 0L), left.Lines.Select(line => (line.SoldThousandths, line.LeftThousandths, line.Refund.Minor)).Single());
    }

    [Fact]
    public async Task Two_registers_that_take_the_same_thing_back_give_one_refund()
    {
        string receipt = (await _till.Sell("SOAP")).ReceiptNumber;
        string mine = (await _till.Open()).BasketId, theirs = (await _other.Open()).BasketId;
        await _till.Return(mine, receipt, 1);
        await _other.Return(theirs, receipt, 1);
        await _till.Cash(mine, -250);
        await _other.Cash(theirs, -250);
        await _till.Complete(mine);
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => _other.Complete(theirs), "line");
    }

    [Fact]
    public async Task An_exchange_is_one_basket_and_the_stock_follows()
    {
        var stock = new Stock.StockClient(shop.Daemon.Channel);
        string receipt = (await _till.Sell("SOAP", "BREAD")).ReceiptNumber;
        long soap = await OnHandAsync(stock, "SOAP"), bread = await OnHandAsync(stock, "BREAD");
        string id = (await _till.Open()).BasketId;
        await _till.Return(id, receipt, 1);
        var basket = await _till.Add(id, "BREAD");
        Assert.Equal(50, basket.Total.Minor);
        await _till.Cash(id, 50);
        Assert.Equal(-1_000, (await _till.Complete(id)).Receipt.Lines[0].QuantityThousandths);
        Assert.Equal((soap + 1_000, bread - 1_000), (await OnHandAsync(stock, "SOAP"), await OnHandAsync(stock, "BREAD")));
    }

    [Fact]
    public async Task An_even_exchange_needs_no_money()
    {
        string receipt = (await _till.Sell("SOAP")).ReceiptNumber;
        string id = (await _till.Open()).BasketId;
        await _till.Return(id, receipt, 1);
        Assert.Equal(0, (await _till.Add(id, "SOAP")).Due.Minor);
        Assert.Equal(0, (await _till.Complete(id)).Receipt.Total.Minor);
    }

    [Fact]
    public async Task Without_a_receipt_little_comes_back_and_more_with_leave()
    {
        string id = (await _till.Open()).BasketId;
        Assert.Equal(-250, (await ReturnAsync(_till, id, "SOAP")).Total.Minor);
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => ReturnAsync(_till, id, "PHONE"), "approval");
        var basket = await ReturnAsync(_anna, id, "PHONE");
        Assert.Equal((-20_150L, "anna"), (basket.Total.Minor, basket.Lines[1].ReturnOf.ApprovedBy));
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => _till.Cash(id, -20_150), "approval");
        Assert.Equal(BasketState.Paid, (await _anna.Cash(id, -20_150)).State);
        await _till.Complete(id);
    }

    [Fact]
    public async Task What_is_damaged_does_not_go_back_on_the_shelf()
    {
        var stock = new Stock.StockClient(shop.Daemon.Channel);
        string id = (await _till.Open()).BasketId;
        long before = await OnHandAsync(stock, "SOAP");
        await ReturnAsync(_till, id, "SOAP", damaged: true);
        await _till.Cash(id, -250);
        await _till.Complete(id);
        Assert.Equal(before, await OnHandAsync(stock, "SOAP"));
    }

    [Fact]
    public async Task What_cannot_come_back_is_refused_with_a_reason()
    {
        string receipt = (await _till.Sell("SOAP")).ReceiptNumber, id = (await _till.Open()).BasketId;
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _till.Return(id, "S1-1-999999", 1), "receipt_number");
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => _till.Return(id, "S9-1-1", 1), "receipt_number");
        await Till.Refused(StatusCode.NotFound, "LINE_NOT_FOUND", () => _till.Return(id, receipt, 2), "line");
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => _till.Return(id, receipt, 1, 2_000), "line");
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_OUT_OF_RANGE", () => _till.Return(id, receipt, 1, 500));
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_OUT_OF_RANGE", () => _till.Return(id, receipt, 1, -1_000));
        await _till.Return(id, receipt, 1);
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => _till.Return(id, receipt, 1), "line");
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_OUT_OF_RANGE", () => _till.Cash(id, 250), "amount");
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_TOO_MUCH", () => _till.Cash(id, -255), "amount");
        await _till.Cash(id, -100);
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_OUT_OF_RANGE", () => _till.Cash(id, long.MinValue), "amount");
        Assert.Equal(-150, (await _till.Get(id)).Due.Minor); // and the daemon is there
    }

    private static Task<Basket> ReturnAsync(Till till, string id, string scanned, bool damaged = false) =>
        till.Do((checkout, headers) => checkout.AddReturnAsync(new AddReturnRequest
        {
            BasketId = id,
            CommandId = Till.NewId(),
            Scanned = scanned,
            Reason = "changed my mind",
            Damaged = damaged,
        }, headers));

    private static async Task<long> OnHandAsync(Stock.StockClient stock, string sku) =>
        (await stock.GetAsync(new GetStockRequest { Skus = { sku } }, Daemon.As(1))).Levels.Single().OnHandThousandths;
}
