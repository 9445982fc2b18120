using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Discounts, other prices, promotions and coupons, through the daemon.</summary>
public sealed class SellingTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon), _anna = new(shop.Daemon, approval: "anna:4711");

    [Fact]
    public async Task A_promotion_takes_off_what_it_says_and_each_cent_stands_at_a_line()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "CRISPS");
        var basket = await _till.Add(id, "NUTS", 1_000);
        var hint = Assert.Single(basket.Hints);
        Assert.Equal(("3for2", 1L), (hint.PromotionId, hint.MissingPieces));

        basket = await _till.Add(id, "CRISPS");
        Assert.Equal((400L, 180L), (basket.Total.Minor, basket.Discount.Minor));
        var given = Assert.Single(basket.Promotions);
        Assert.Equal(("3for2", "3 snacks for 2", 1L, 180L), (given.PromotionId, given.Name, given.Times, given.Amount.Minor));
        Assert.Equal(180, basket.Lines.Sum(line => line.Discounts.Sum(one => one.Amount.Minor)));
        await _till.Cash(id, 400);
        var receipt = (await _till.Complete(id)).Receipt;
        Assert.Equal(400, receipt.Total.Minor);
        Assert.Equal(basket.Lines, receipt.Lines.Select(WithTags(basket)));
        Assert.Equal(basket.Promotions, receipt.Promotions);
    }

    [Fact]
    public async Task A_coupon_gives_something_once_in_the_whole_store()
    {
        string first = await WithCouponAsync(), second = await WithCouponAsync();
        Assert.Equal(269, (await _till.Get(first)).Total.Minor); // 2.99 less 10 %
        await _till.Cash(first, 270);
        await _till.Complete(first);
        await _till.Cash(second, 270);
        await Till.Refused(StatusCode.FailedPrecondition, "COUPON_USED", () => _till.Complete(second), "coupons");
        await _till.Do((checkout, headers) => checkout.RemoveTenderAsync(
            new RemoveTenderRequest { BasketId = second, CommandId = Till.NewId(), Tender = 1 }, headers));
        var without = await _till.Do((checkout, headers) => checkout.RemoveCouponAsync(
            new RemoveCouponRequest { BasketId = second, CommandId = Till.NewId(), Code = "TEATIME" }, headers));
        Assert.Equal(299, without.Total.Minor);
        await _till.Cash(second, 300);
        await _till.Complete(second);
    }

    [Fact]
    public async Task A_coupon_that_gives_nothing_is_not_used_up()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        Assert.Equal(["NOTHING"], (await CouponAsync(id, "NOTHING")).CouponsUnused);
        await Till.Refused(StatusCode.FailedPrecondition, "COUPON_TWICE", () => CouponAsync(id, "NOTHING"), "code");
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => CouponAsync(id, ""), "code");
    }

    [Fact]
    public async Task Staff_give_up_to_their_limit_and_more_with_somebodys_leave()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        Assert.Equal(225, (await DiscountAsync(_till, id, 1, percent: 100_000)).Total.Minor);
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED",
            () => DiscountAsync(_till, id, 1, percent: 100_001), "approval");
        await Till.Refused(StatusCode.PermissionDenied, "APPROVAL_WRONG",
            () => DiscountAsync(new Till(shop.Daemon, approval: "anna:0815"), id, 1, percent: 500_000));
        var basket = await DiscountAsync(_anna, id, 1, percent: 500_000);
        Assert.Equal((125L, "anna"), (basket.Total.Minor, basket.Lines[0].Reduction.ApprovedBy));
        await _till.Cash(id, 125);
        var receipt = (await _till.Complete(id)).Receipt;
        Assert.Equal(("anna", "regular", 250L, 125L),
            (receipt.Lines[0].Reduction.ApprovedBy, receipt.Lines[0].Reduction.Reason, receipt.Lines[0].Gross.Minor, receipt.Total.Minor));
    }

    [Fact]
    public async Task A_discount_on_the_basket_is_spread_to_the_cent_and_spares_deposits()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "COLA");
        await _till.Add(id, "SOAP");
        var basket = await DiscountAsync(_till, id, 0, minor: 44);
        Assert.Equal([20L, 0L, 24L], basket.Lines.Select(line => line.Discounts.Sum(one => one.Amount.Minor)));
        Assert.Equal(199 + 25 + 250 - 44, basket.Total.Minor);
        basket = await _till.Do((checkout, headers) => checkout.SetDiscountAsync(
            new SetDiscountRequest { BasketId = id, CommandId = Till.NewId() }, headers));
        Assert.Equal(474, basket.Total.Minor);
    }

    [Theory]
    [InlineData(0, 0L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(1_000_001, 0L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(-1, 0L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(0, 251L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(0, -1L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(10, 10L, "regular", "DISCOUNT_OUT_OF_RANGE")]
    [InlineData(10, 0L, "", "FIELD_INVALID")]
    public async Task A_discount_that_makes_no_sense_is_refused(int percent, long minor, string why, string reason)
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP");
        await Till.Refused(StatusCode.InvalidArgument, reason, () => DiscountAsync(_anna, id, 1, percent, minor, why));
    }

    [Fact]
    public async Task A_price_is_changed_within_the_limit_beyond_it_with_leave_and_back()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "SOAP", 2_000);
        var basket = await PriceAsync(_till, id, 225);
        Assert.Equal((450L, 250L, "damaged"), (basket.Total.Minor, basket.Lines[0].ListPrice.Minor, basket.Lines[0].PriceReason));
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => PriceAsync(_till, id, 224), "approval");
        await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", () => PriceAsync(_till, id, 276), "approval");
        Assert.Equal(("anna", 200L), ((await PriceAsync(_anna, id, 100)).Lines[0].PriceApprovedBy, (await _till.Get(id)).Total.Minor));
        basket = await PriceAsync(_till, id, null);
        Assert.Equal((500L, null), (basket.Total.Minor, basket.Lines[0].ListPrice));
    }

    [Fact]
    public async Task Goods_past_their_date_are_sold_with_leave_only()
    {
        string id = (await _till.Open()).BasketId;
        const string old = "(01)05449000000996(15)200101";
        await Till.Refused(StatusCode.FailedPrecondition, "PAST_SELL_BY", () => _till.Add(id, old));
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => _anna.Add(id, old));
    }

    private static Func<Line, Line> WithTags(Basket basket) => line =>
    {
        var same = new Line(line);
        same.Tags.AddRange(basket.Lines[line.Line_ - 1].Tags);
        return same;
    };

    private async Task<string> WithCouponAsync()
    {
        string id = (await _till.Open()).BasketId;
        await _till.Add(id, "TEA");
        await CouponAsync(id, "TEATIME");
        return id;
    }

    private Task<Basket> CouponAsync(string id, string code) => _till.Do((checkout, headers) => checkout.AddCouponAsync(
        new AddCouponRequest { BasketId = id, CommandId = Till.NewId(), Code = code }, headers));

    private static Task<Basket> DiscountAsync(
        Till till, string id, int line, long percent = 0, long minor = 0, string why = "regular") =>
        till.Do((checkout, headers) => checkout.SetDiscountAsync(new SetDiscountRequest
        {
            BasketId = id,
            CommandId = Till.NewId(),
            Line = line,
            Reduction = new Reduction { PercentPpm = percent, Amount = minor == 0 ? null : ShopDaemon.Eur(minor), Reason = why },
        }, headers));

    private static Task<Basket> PriceAsync(Till till, string id, long? minor) => till.Do((checkout, headers) => checkout.ChangePriceAsync(
        new ChangePriceRequest
        {
            BasketId = id,
            CommandId = Till.NewId(),
            Line = 1,
            UnitPrice = minor is { } price ? ShopDaemon.Eur(price) : null,
            Reason = minor is null ? "" : "damaged",
        }, headers));
}
