using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A whole sale is undone: everything comes back, and every tender goes back the way it came.</summary>
public sealed class VoidSaleTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon);

    [Fact]
    public async Task All_comes_back_and_each_tender_goes_the_way_it_came()
    {
        string id = (await _till.Open()).BasketId, voucher = Till.NewId();
        await _till.Add(id, "COLA", 2_000);
        await _till.Add(id, "CRISPS", 3_000); // 3 for 2
        await _till.Pay(new AddTenderRequest { Voucher = new Voucher { Number = voucher } }, id, 300);
        await _till.Pay(new AddTenderRequest { Card = new Card { Reference = "A1" } }, id, 200);
        await _till.Cash(id, 1_000);
        var sold = (await _till.Complete(id)).Receipt;
        string command = Till.NewId();
        var undone = await UndoAsync(sold.ReceiptNumber, command);
        Assert.Equal((-sold.Total.Minor, -sold.Rounding.Minor, 0L, false),
            (undone.Receipt.Total.Minor, undone.Receipt.Rounding.Minor, undone.Receipt.Change.Minor, undone.Replayed));
        Assert.Equal([-300L, -200L, sold.Change.Minor - 1_000], undone.Receipt.Tenders.Select(tender => tender.Amount.Minor));
        Assert.Equal(sold.Lines.Select(line => (line.Sku, -line.QuantityThousandths, -line.Amount.Minor)),
            undone.Receipt.Lines.Select(line => (line.Sku, line.QuantityThousandths, line.Amount.Minor)));

        var again = await UndoAsync(sold.ReceiptNumber, command);
        Assert.Equal((true, undone.Receipt), (again.Replayed, again.Receipt));
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => UndoAsync(sold.ReceiptNumber), "receipt_number");
        string other = (await _till.Open()).BasketId;
        await _till.Add(other, "SOAP");
        await _till.Pay(new AddTenderRequest { Voucher = new Voucher { Number = voucher } }, other, 300); // it is good again
        await _till.Complete(other);
    }

    [Fact]
    public async Task What_cannot_be_undone_as_a_whole_is_refused()
    {
        string receipt = (await _till.Sell("SOAP", "BREAD")).ReceiptNumber, id = (await _till.Open()).BasketId;
        await _till.Return(id, receipt, 1);
        await _till.Cash(id, -250);
        string back = (await _till.Complete(id)).Receipt.ReceiptNumber;
        await Till.Refused(StatusCode.FailedPrecondition, "RETURNED_ALREADY", () => UndoAsync(receipt), "receipt_number");
        await Till.Refused(StatusCode.FailedPrecondition, "VOID_IMPOSSIBLE", () => UndoAsync(back), "receipt_number");
        await Till.Refused(StatusCode.NotFound, "RECEIPT_NOT_FOUND", () => UndoAsync("S1-1-999999"), "receipt_number");
        string sold = (await _till.Sell("SOAP")).ReceiptNumber;
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => UndoAsync(sold, why: ""), "reason");
    }

    [Fact]
    public async Task The_same_command_twice_at_once_undoes_once_and_one_of_a_basket_is_refused()
    {
        string receipt = (await _till.Sell("SOAP")).ReceiptNumber, command = Till.NewId();
        var both = await Task.WhenAll(UndoAsync(receipt, command), UndoAsync(receipt, command));
        Assert.Equal(both[0].Receipt, both[1].Receipt);
        string basket = (await _till.Open()).BasketId, other = (await _till.Sell("SOAP")).ReceiptNumber;
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => UndoAsync(other, basket), "command_id");
        Assert.Equal(BasketState.Open, (await _till.Get(basket)).State);
    }

    [Fact]
    public async Task A_voucher_that_was_worth_more_is_good_again_and_gives_no_money()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        await _till.Pay(new AddTenderRequest { Voucher = new Voucher { Number = Till.NewId() } }, id, 1_000);
        var undone = await UndoAsync((await _till.Complete(id)).Receipt.ReceiptNumber);
        Assert.Equal((-250L, -250L), (undone.Receipt.Total.Minor, undone.Receipt.Tenders.Single().Amount.Minor));
    }

    [Fact]
    public async Task Later_than_staff_may_it_needs_leave()
    {
        using var folder = new TempFolder();
        await using var daemon = await new Daemon(folder.Path,
            [.. Daemon.Alone, "--Selling:VoidMinutes=0", "--Selling:Approvers=anna:4711"]).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        string receipt = (await till.Sell("SOAP")).ReceiptNumber;
        var request = new VoidSaleRequest { CommandId = Till.NewId(), ReceiptNumber = receipt, Reason = "typed wrong" };
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED",
            async () => await daemon.Checkout.VoidSaleAsync(request, Daemon.As(1)), "approval");
        var headers = Daemon.As(1);
        headers.Add("edgepos-approval", "anna:4711");
        Assert.Equal(-250, (await daemon.Checkout.VoidSaleAsync(request, headers)).Receipt.Total.Minor);
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(2, Sales.AssertSound(daemon.LedgerFile).Sales);
    }

    private async Task<CompleteResponse> UndoAsync(string receipt, string? command = null, string why = "typed wrong") =>
        await shop.Daemon.Checkout.VoidSaleAsync(
            new VoidSaleRequest { CommandId = command ?? Till.NewId(), ReceiptNumber = receipt, Reason = why }, Daemon.As(1));
}
