using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>How a basket is paid, in a country without one- and two-cent coins.</summary>
public sealed class TendersTests(ShopDaemon shop) : IClassFixture<ShopDaemon>
{
    private readonly Till _till = new(shop.Daemon);

    [Theory]
    [InlineData(1_001, 1_000, -1)]
    [InlineData(1_002, 1_000, -2)]
    [InlineData(1_003, 1_005, 2)]
    [InlineData(1_007, 1_005, -2)]
    [InlineData(1_008, 1_010, 2)]
    public async Task Cash_settles_what_cash_can_settle(long price, long cash, long rounding)
    {
        string id = await PricedAsync(price);
        Assert.Equal((price, cash), ((await _till.Get(id)).Due.Minor, (await _till.Get(id)).DueInCash.Minor));
        var basket = await _till.Cash(id, cash + 1_000);
        Assert.Equal((BasketState.Paid, rounding, 1_000L, 0L),
            (basket.State, basket.Rounding.Minor, basket.Change.Minor, basket.Due.Minor));
        var receipt = (await _till.Complete(id)).Receipt;
        Assert.Equal((price, rounding), (receipt.Total.Minor, receipt.Rounding.Minor));
    }

    [Fact]
    public async Task A_card_pays_to_the_cent_and_no_more_than_is_due()
    {
        string id = await PricedAsync(1_003);
        await Till.Refused(StatusCode.InvalidArgument, "TENDER_TOO_MUCH", () => CardAsync(id, 1_004), "amount");
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID",
            () => _till.Pay(new AddTenderRequest { Card = new Card() }, id, 100), "card.reference");
        Assert.Equal((BasketState.Open, 3L), await StateAsync(CardAsync(id, 1_000))); // the bank let go of a part only
        Assert.Equal((BasketState.Paid, 0L), await StateAsync(CardAsync(id, 3)));
        Assert.Equal(["A1", "A1"], (await _till.Complete(id)).Receipt.Tenders.Select(tender => tender.Card.Reference));
    }

    [Fact]
    public async Task A_voucher_is_taken_once_and_gives_no_change()
    {
        string first = await PricedAsync(800), second = await PricedAsync(2_000);
        string number = Till.NewId();
        var basket = await VoucherAsync(first, number);
        Assert.Equal((BasketState.Paid, 0L), (basket.State, basket.Change.Minor));
        await VoucherAsync(second, number);
        await Till.Refused(StatusCode.FailedPrecondition, "VOUCHER_USED", () => VoucherAsync(second, number), "voucher.number");
        await CardAsync(second, 1_000);
        await _till.Complete(first);
        await Till.Refused(StatusCode.FailedPrecondition, "VOUCHER_USED", () => _till.Complete(second), "tenders");
    }

    [Fact]
    public async Task Foreign_notes_are_taken_at_the_stores_rate_and_change_is_its_own()
    {
        string id = await PricedAsync(1_500);
        var tender = new AddTenderRequest { ForeignCash = new ForeignCash { Foreign = new Money { Minor = 2_000, Currency = "USD" } } };
        var basket = await _till.Pay(tender, id);
        Assert.Equal((BasketState.Paid, 1_840L, 340L), (basket.State, basket.Tendered.Minor, basket.Change.Minor));
        var yen = new AddTenderRequest { ForeignCash = new ForeignCash { Foreign = new Money { Minor = 2_000, Currency = "JPY" } } };
        string other = await PricedAsync(1_500);
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NOT_TAKEN", () => _till.Pay(yen, other));
    }

    [Fact]
    public async Task A_tender_that_is_taken_back_thaws_the_basket()
    {
        string id = await PricedAsync(1_000);
        await _till.Cash(id, 1_000);
        await Till.Refused(StatusCode.FailedPrecondition, "BASKET_PAID", () => _till.Add(id, "SOAP"));
        var basket = await RemoveAsync(id, 1);
        Assert.Equal((BasketState.Open, 1_000L, true), (basket.State, basket.Due.Minor, basket.Tenders[0].Removed));
        await Till.Refused(StatusCode.NotFound, "TENDER_NOT_FOUND", () => RemoveAsync(id, 1), "tender");
        await Till.Refused(StatusCode.NotFound, "TENDER_NOT_FOUND", () => RemoveAsync(id, 2), "tender");
        await _till.Add(id, "SOAP");
        await CardAsync(id, 1_250);
        Assert.Single((await _till.Complete(id)).Receipt.Tenders);
    }

    private async Task<string> PricedAsync(long minor)
    {
        string id = (await _till.Open()).BasketId;
        await _till.Do((checkout, headers) => checkout.AddItemAsync(new AddItemRequest
        {
            BasketId = id,
            CommandId = Till.NewId(),
            Scanned = "FLOWERS",
            UnitPrice = ShopDaemon.Eur(minor),
        }, headers));
        return id;
    }

    private static async Task<(BasketState, long)> StateAsync(Task<Basket> basket) => ((await basket).State, (await basket).Due.Minor);

    private Task<Basket> CardAsync(string id, long minor) =>
        _till.Pay(new AddTenderRequest { Card = new Card { Reference = "A1" } }, id, minor);

    private Task<Basket> VoucherAsync(string id, string number) =>
        _till.Pay(new AddTenderRequest { Voucher = new Voucher { Number = number } }, id, 1_000);

    private Task<Basket> RemoveAsync(string id, int tender) => _till.Do((checkout, headers) => checkout.RemoveTenderAsync(
        new RemoveTenderRequest { BasketId = id, CommandId = Till.NewId(), Tender = tender }, headers));
}
