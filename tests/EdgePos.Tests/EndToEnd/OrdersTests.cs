using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Orders of a web shop: head office, a real Mosquitto, and the box that prepares and hands them over.</summary>
public sealed class OrdersTests
{
    [Fact]
    public async Task A_paid_order_is_prepared_and_handed_over_offline_and_head_office_hears_of_it()
    {
        await using var shop = await OrderShop.OpenAsync();
        Assert.Contains("2 orders: 2 new, 0 cancelled, 0 known", await shop.PlaceAsync(
            OrderShop.Row("W-1", "SOAP", 2_000, 199), OrderShop.Row("W-1", "CHEESE", 250, 1_500),
            OrderShop.Row("W-2", "BREAD", 1_000, 320)), StringComparison.Ordinal);
        await shop.StoreSeesAsync("W-1", OrderState.Open);
        var open = await shop.GetAsync("W-1");
        Assert.Equal(["Savon d'été", "Cheese"], open.Order_.Lines.Select(line => line.Name));
        Assert.Equal(("Jo Wezel", true, null), (open.Order_.CustomerName, open.Order_.Paid, open.Due));
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_NOT_PREPARED", () => shop.HandOverAsync("W-1"), "order_number");
        await shop.DisconnectAsync();

        var prepared = await shop.PrepareAsync("W-1", lines: new PickedLine
        {
            Line = 1,
            QuantityThousandths = 1_000,
            Reason = ShortReason.OutOfStock,
        });
        Assert.Equal([(1_000L, 2_000L), (250L, 250L)], prepared.Picked.Select(line => (line.QuantityThousandths, line.OrderedThousandths)));
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_PREPARED_ALREADY", () => shop.PrepareAsync("W-1", register: 2));
        var soap = await shop.StockAsync("SOAP");
        Assert.Equal((0L, 1_000L), (soap.OnHandThousandths, soap.ReservedThousandths));
        await shop.Daemon.KillAsync();
        await shop.Daemon.StartAsync();
        string command = Till.NewId();
        var handed = await shop.HandOverAsync("W-1", command: command);
        Assert.Equal((OrderState.HandedOver, null), (handed.Change.State, handed.Basket));
        Assert.Equal(handed, await shop.HandOverAsync("W-1", command: command));
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_DONE", () => shop.HandOverAsync("W-1"));
        soap = await shop.StockAsync("SOAP");
        Assert.Equal((-1_000L, 0L), (soap.OnHandThousandths, soap.ReservedThousandths));

        await shop.ConnectAsync();
        var row = await shop.OfficeSeesAsync("W-1", OrderState.HandedOver);
        Assert.Equal((1, "", "paid and handed over with less than was ordered: pay the rest back"),
            (row.ShortLines, row.ReceiptNumber, row.Wrong));
        Assert.Equal(OrderState.HandedOver, (await shop.GetAsync("W-1")).State);
        var left = await shop.Orders.ListAsync(new(), Daemon.As(1));
        Assert.Equal(["W-2"], left.Orders.Select(order => order.Order_.Number));
        Assert.Contains("W-2", await shop.OfficeAsync("report", "orders", "--state", "to-do", "--reports", shop.Office.Address),
            StringComparison.Ordinal);
        await shop.VerifyAsync();
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task An_order_to_be_paid_is_handed_over_by_its_sale()
    {
        await using var shop = await OrderShop.OpenAsync();
        await shop.PlaceAsync(
            OrderShop.Row("W-3", "SOAP", 2_000, 199, paid: false), OrderShop.Row("W-3", "CHEESE", 500, 1_500, paid: false));
        await shop.StoreSeesAsync("W-3", OrderState.Open);
        Assert.Equal(398 + 750, (await shop.GetAsync("W-3")).Due.Minor);
        await shop.PrepareAsync("W-3");
        string command = Till.NewId();
        var basket = (await shop.HandOverAsync("W-3", command: command)).Basket;
        Assert.Equal((command, "W-3", 1_148L, 2), (basket.BasketId, basket.OrderNumber, basket.Due.Minor, basket.Lines.Count));
        Assert.Equal(basket, With((await shop.HandOverAsync("W-3", command: command)).Basket, replayed: false));
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_UNDERWAY", () => shop.HandOverAsync("W-3", register: 2), "order_number");
        Assert.Equal(OrderState.Prepared, (await shop.GetAsync("W-3")).State);

        basket = await shop.Till.Add(basket.BasketId, "BREAD"); // something besides
        await shop.Till.Cash(basket.BasketId, basket.Due.Minor);
        var receipt = (await shop.Till.Complete(basket.BasketId)).Receipt;
        Assert.Equal(("W-3", 1_148L + 320), (receipt.OrderNumber, receipt.Total.Minor));
        Assert.Equal(receipt, await shop.Till.Receipt(receipt.ReceiptNumber));
        var order = await shop.GetAsync("W-3");
        Assert.Equal((OrderState.HandedOver, receipt.ReceiptNumber), (order.State, order.ReceiptNumber));
        var soap = await shop.StockAsync("SOAP");
        Assert.Equal((-2_000L, 0L), (soap.OnHandThousandths, soap.ReservedThousandths));
        Assert.Equal(receipt.ReceiptNumber, (await shop.OfficeSeesAsync("W-3", OrderState.HandedOver)).ReceiptNumber);
        await shop.VerifyAsync();
        await shop.Daemon.StopAsync();
        Sales.AssertSound(shop.Daemon.LedgerFile);
    }

    [Fact]
    public async Task A_cancelled_order_is_not_handed_over_and_one_that_was_is_told_of()
    {
        await using var shop = await OrderShop.OpenAsync();
        await shop.PlaceAsync([.. Enumerable.Range(1, 4).Select(n => OrderShop.Row($"W-{n}", "SOAP", 1_000, 199, paid: n != 3))]);
        await shop.StoreSeesAsync("W-4", OrderState.Open);
        foreach (string number in new[] { "W-1", "W-2", "W-3" })
            await shop.PrepareAsync(number);
        var basket = (await shop.HandOverAsync("W-3")).Basket;
        await shop.Till.Cash(basket.BasketId, basket.Due.Minor);
        await shop.DisconnectAsync();
        await shop.HandOverAsync("W-2");
        await shop.PlaceAsync([.. Enumerable.Range(1, 4).Select(n => OrderShop.Cancel($"W-{n}"))]);
        await shop.ConnectAsync();

        await shop.StoreSeesAsync("W-1", OrderState.Cancelled);
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_CANCELLED", () => shop.HandOverAsync("W-1"), "order_number");
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_CANCELLED", () => shop.PrepareAsync("W-4"), "order_number");
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_CANCELLED", () => shop.Till.Complete(basket.BasketId));
        var late = await shop.OfficeSeesAsync("W-2", OrderState.HandedOver);
        Assert.Equal("cancelled and handed over: settle it with the customer", late.Wrong);
        Assert.Equal(OrderState.HandedOver, (await shop.GetAsync("W-2")).State);

        Assert.Equal(["W-1", "W-3"], (await shop.Orders.ListAsync(new(), Daemon.As(1))).Orders.Select(order => order.Order_.Number));
        await shop.GiveUpAsync("W-1", GiveUpReason.Cancelled);
        await shop.GiveUpAsync("W-3", GiveUpReason.Cancelled);
        var soap = await shop.StockAsync("SOAP");
        Assert.Equal((-1_000L, 0L), (soap.OnHandThousandths, soap.ReservedThousandths));
        await shop.OfficeSeesAsync("W-1", OrderState.GivenUp);
        var (code, said) = await shop.TryPlaceAsync(OrderShop.Row("W-2", "SOAP", 1_000, 199));
        Assert.NotEqual(0, code);
        Assert.Contains("line 2: order W-2 was cancelled", said, StringComparison.Ordinal);
        await shop.VerifyAsync();
    }

    private static Basket With(Basket basket, bool replayed)
    {
        basket.Replayed = replayed;
        return basket;
    }
}
