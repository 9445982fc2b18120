using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Orders at the registers of a shop that has no line to head office.</summary>
public sealed class OrdersServiceTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_collected_first_comes_first_page_by_page_also_while_orders_are_done()
    {
        var orders = Enumerable.Range(1, 7).Select(n =>
        {
            var order = ToldOrders.Of($"W-{n}");
            order.UntilUs = n % 3 * 1_000_000; // 0: no end was agreed
            return order;
        });
        await using var shop = await ToldShop.OpenAsync(orders);
        Assert.Equal(["W-1", "W-4", "W-7", "W-2", "W-5", "W-3", "W-6"], await PagesAsync(shop, 50));
        Assert.Equal(["W-1", "W-4", "W-7", "W-2", "W-5", "W-3", "W-6"], await PagesAsync(shop, 2));

        var first = await shop.Orders.ListAsync(new() { Limit = 2 }, Daemon.As(1));
        Assert.Equal(1, first.ToldUs);
        await shop.PrepareAsync("W-4");
        await shop.HandOverAsync("W-4");
        var second = await shop.Orders.ListAsync(new() { Limit = 2, Page = first.NextPage }, Daemon.As(1));
        Assert.Equal(["W-7", "W-2"], second.Orders.Select(order => order.Order_.Number));
        await shop.PrepareAsync("W-2");
        var prepared = await shop.Orders.ListAsync(new() { States = { OrderState.Prepared } }, Daemon.As(1));
        Assert.Equal(["W-2"], prepared.Orders.Select(order => order.Order_.Number));
    }

    [Fact]
    public async Task Who_watches_is_told_of_what_there_is_and_then_of_each_step()
    {
        await using var shop = await ToldShop.OpenAsync([ToldOrders.Of("W-1"), ToldOrders.Of("W-2", paid: false)]);
        using var watch = shop.Orders.Watch(new(), Daemon.As(2));
        Assert.Equal("W-1 Open, W-2 Open", await NextAsync(watch));
        await shop.PrepareAsync("W-2", "A1");
        Assert.Equal("W-2 Prepared", await NextAsync(watch));
        await shop.Orders.GiveUpAsync(
            new() { CommandId = Till.NewId(), OrderNumber = "W-1", Reason = GiveUpReason.Unavailable }, Daemon.As(1));
        Assert.Equal("W-1 GivenUp", await NextAsync(watch));
        var till = new Till(shop.Daemon);
        var basket = (await shop.HandOverAsync("W-2")).Basket;
        await till.Cash(basket.BasketId, basket.DueInCash.Minor);
        await till.Complete(basket.BasketId);
        Assert.Equal("W-2 HandedOver", await NextAsync(watch));

        using var other = shop.Orders.Watch(new(), Daemon.As(3));
        Assert.Equal("", await NextAsync(other)); // there is nothing to do any more
    }

    [Fact]
    public async Task Somebody_looks_at_the_age_and_the_parts_of_a_bundle_leave_in_its_place()
    {
        var order = ToldOrders.Of("W-1");
        order.Lines.Add(Line(2, "GIN"));
        order.Lines.Add(Line(3, "MENU"));
        var without = order.Clone();
        without.Number = "W-2";
        await using var shop = await ToldShop.OpenAsync([order, without]);
        await shop.Orders.PrepareAsync(new()
        {
            CommandId = Till.NewId(),
            OrderNumber = "W-2",
            Lines =
            {
                new PickedLine { Line = 2, Reason = ShortReason.NotFound }, new PickedLine { Line = 3, Reason = ShortReason.NotFound },
            },
        }, Daemon.As(1));
        await shop.HandOverAsync("W-2"); // nobody need be of age for soap
        await shop.PrepareAsync("W-1");
        Assert.Equal([("SOAP", 4_000L), ("TEA", 1_000L), ("MENU", 0L)], await HeldAsync(shop));
        await Till.Refused(StatusCode.FailedPrecondition, "AGE_CHECK_NEEDED", () => shop.HandOverAsync("W-1"), "age_seen");
        await shop.HandOverAsync("W-1", ageSeen: true);
        Assert.Equal([("SOAP", 0L), ("TEA", 0L), ("MENU", 0L)], await HeldAsync(shop));
        Assert.Equal(-6_000, (await shop.Daemon.Stock.GetAsync(new() { Skus = { "SOAP" } }, Daemon.As(1))).Levels[0].OnHandThousandths);

        static OrderLine Line(int number, string sku) => new()
        {
            Line = number,
            Sku = sku,
            QuantityThousandths = 1_000,
            UnitPrice = ShopDaemon.Eur(900),
        };
    }

    [Fact]
    public async Task An_order_keeps_its_prices_in_the_basket_and_an_item_that_the_store_has_not_is_named()
    {
        var snacks = ToldOrders.Of("W-1", paid: false);
        snacks.Lines[0].Sku = "CRISPS"; // 3 for 2 in the store
        snacks.Lines[0].QuantityThousandths = 3_000;
        var unknown = ToldOrders.Of("W-2", paid: false);
        unknown.Lines[0].Sku = "WEB-ONLY";
        var elsewhere = ToldOrders.Of("W-3");
        elsewhere.PreparedBox = "box2";
        await using var shop = await ToldShop.OpenAsync([snacks, unknown, elsewhere]);
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_ELSEWHERE", () => shop.PrepareAsync("W-3"), "order_number");
        await Till.Refused(StatusCode.FailedPrecondition, "ORDER_ELSEWHERE", () => shop.HandOverAsync("W-3"), "order_number");
        await shop.PrepareAsync("W-1");
        await shop.PrepareAsync("W-2");
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => shop.HandOverAsync("W-2"), "order_number");

        var till = new Till(shop.Daemon);
        var basket = (await shop.HandOverAsync("W-1")).Basket;
        Assert.Equal((597L, 0, "1001"), (basket.Total.Minor, basket.Promotions.Count, basket.Customer.Reference));
        await Till.Refused(StatusCode.InvalidArgument, "QUANTITY_FIXED", () => till.Change(basket.BasketId, 1, 9_000));
        await till.Abandon(basket.BasketId); // the customer has forgotten the purse
        Assert.Equal(OrderState.Prepared, (await shop.Orders.GetAsync(new() { OrderNumber = "W-1" }, Daemon.As(1))).State);
        basket = (await shop.HandOverAsync("W-1", register: 2)).Basket;
        Assert.Equal(2, basket.Register);
    }

    [Theory]
    [InlineData("en", "ORDER|Place|Customer|1001 Jo Wezel|Savon (short)|EUR 1.99|To pay|Not a receipt.")]
    [InlineData("nl", "BESTELLING|Plaats|Klant|1001 Jo Wezel|Savon (te kort)|EUR 1,99|Te betalen|Geen kassabon.")]
    public async Task A_slip_goes_with_the_goods(string language, string texts)
    {
        await using var shop = await ToldShop.OpenAsync([ToldOrders.Of("W-1", paid: false)], language);
        var request = new PrepareOrderRequest
        {
            CommandId = Till.NewId(),
            OrderNumber = "W-1",
            Place = "B7",
            Lines = { new PickedLine { Line = 1, QuantityThousandths = 1_000, Reason = ShortReason.Damaged } },
        };
        for (int i = 0; i < 2; i++)
            await shop.Orders.PrepareAsync(request, Daemon.As(1));
        string paper = await shop.PaperAsync();
        foreach (string text in texts.Replace("Savon", "SOAP", StringComparison.Ordinal).Split('|').Concat(["W-1", "B7", "[barcode W-1]"]))
            Assert.Contains(text, paper, StringComparison.Ordinal);
        await shop.Daemon.UntilAsync(status => status.PrintJobs.Count == 0);
        Assert.False(shop.HasPaper); // asked twice, printed once
    }

    private static async Task<List<string>> PagesAsync(ToldShop shop, int limit)
    {
        var found = new List<string>();
        string page = "";
        do
        {
            var answer = await shop.Orders.ListAsync(new() { Limit = limit, Page = page }, Daemon.As(1));
            found.AddRange(answer.Orders.Select(order => order.Order_.Number));
            page = answer.NextPage;
        }
        while (page.Length > 0);
        return found;
    }

    private static async Task<string> NextAsync(AsyncServerStreamingCall<WatchOrdersResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Stop).WaitAsync(Daemon.Patience, Stop));
        return string.Join(", ", watch.ResponseStream.Current.Orders.Select(order => $"{order.Order_.Number} {order.State}"));
    }

    private static async Task<IEnumerable<(string, long)>> HeldAsync(ToldShop shop) =>
        (await shop.Daemon.Stock.GetAsync(new() { Skus = { "SOAP", "TEA", "MENU" } }, Daemon.As(1)))
            .Levels.Select(level => (level.Sku, level.ReservedThousandths));
}
