using EdgePos.V1;

namespace EdgePos.Tests.Gateway;

/// <summary>The good requests of the calls about orders; see <see cref="BadInputRequests"/>.</summary>
internal static class BadInputOrders
{
    /// <summary>The good requests of each call.</summary>
    public static IReadOnlyDictionary<string, Func<BadInputShop, Task<GoodRequest>>[]> Of { get; } =
        new Dictionary<string, Func<BadInputShop, Task<GoodRequest>>[]>
        {
            ["Orders.List"] =
            [
                _ => Good(new ListOrdersRequest { States = { OrderState.Open }, Page = $"{long.MaxValue}:W-0007", Limit = 10 }),
            ],
            ["Orders.Get"] = [shop => Good(new GetOrderRequest { OrderNumber = shop.NextOrder() })],
            ["Orders.Watch"] = [_ => Good(new WatchOrdersRequest())],
            ["Orders.Prepare"] =
            [
                shop => Good(new PrepareOrderRequest
                {
                    CommandId = Till.NewId(), OrderNumber = shop.NextOrder(), Place = "B7",
                    Lines = { new PickedLine { Line = 1, QuantityThousandths = 1_000, Reason = ShortReason.Expired } },
                }),
            ],
            ["Orders.HandOver"] =
            [
                async shop =>
                {
                    string number = shop.NextOrder();
                    await new Orders.OrdersClient(shop.Daemon.Channel).PrepareAsync(
                        new PrepareOrderRequest { CommandId = Till.NewId(), OrderNumber = number }, Daemon.As(1));
                    return new(new HandOverOrderRequest { CommandId = Till.NewId(), OrderNumber = number, AgeSeen = true });
                },
            ],
            ["Orders.GiveUp"] =
            [
                shop => Good(new GiveUpOrderRequest
                {
                    CommandId = Till.NewId(), OrderNumber = shop.NextOrder(), Reason = GiveUpReason.Unavailable, Text = "none left",
                }),
            ],
        };

    private static Task<GoodRequest> Good(Google.Protobuf.IMessage request) => Task.FromResult(new GoodRequest(request));
}
