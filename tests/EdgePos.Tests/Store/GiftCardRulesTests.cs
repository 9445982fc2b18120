using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>How gift cards are sold, what they pay, and what comes back of them.</summary>
public sealed class GiftCardRulesTests
{
    private const string One = "62990001", Other = "62990002";

    private static readonly Item Fixed = new("G25", "Gift card 25", Unit.Each, Cents(2_500), new Rate(0)) { Traits = ItemTraits.GiftCard };
    private static readonly Item Open = Fixed with { Sku = "G", Price = null, Traits = ItemTraits.GiftCard | ItemTraits.OpenPrice };

    /// <summary>On the card; goods and gift cards in the basket; what is asked, null: all; what is taken or offered.</summary>
    public static TheoryData<string, long, long, long, long?, long, RefusalCode?> Payments() => new()
    {
        { "all of it", 2_500, 1_000, 0, 1_000, 1_000, null },
        { "a part", 2_500, 1_000, 0, 400, 400, null },
        { "as much as is due", 2_500, 1_000, 0, null, 1_000, null },
        { "as much as is on it", 700, 1_000, 0, null, 700, null },
        { "to the cent", 1_000, 1_000, 0, 1_000, 1_000, null },
        { "more than is on it", 700, 1_000, 0, 701, 700, RefusalCode.GiftCardTooLow },
        { "an empty card", 0, 1_000, 0, null, 0, RefusalCode.GiftCardTooLow },
        { "more than is due", 2_500, 1_000, 0, 1_001, 0, RefusalCode.TenderTooMuch },
        { "nothing", 2_500, 1_000, 0, 0, 0, RefusalCode.TenderOutOfRange },
        { "less than nothing", 2_500, 1_000, 0, -5, 0, RefusalCode.TenderOutOfRange },
        { "goods beside a gift card", 5_000, 1_000, 2_000, null, 1_000, null },
        { "goods and a part of a gift card", 5_000, 1_000, 2_000, 1_001, 1_000, RefusalCode.GiftCardForGiftCard },
        { "a gift card", 5_000, 0, 2_000, null, 0, RefusalCode.GiftCardForGiftCard },
    };

    [Theory, MemberData(nameof(Payments))]
    public void A_card_pays_for_goods_and_never_more_than_is_on_it(
        string name, long balance, long goods, long loads, long? asked, long taken, RefusalCode? code)
    {
        var basket = goods > 0 ? Empty.With(At(goods)) : Empty;
        if (loads > 0)
            basket = Load(basket, Other, loads).Value;
        var paid = basket.PayByGiftCard(One, asked is { } minor ? Cents(minor) : null, new GiftCard(One, Cents(balance)));
        Assert.Equal((name, code), (name, paid.Refusal?.Code));
        Assert.Equal((name, taken), (name, code is null ? paid.Value.Tendered.Minor : paid.Refusal?.Offer?.Minor ?? 0));
    }

    [Fact]
    public void What_one_card_leaves_is_paid_by_another_or_otherwise()
    {
        var basket = Empty.With(At(1_000)).PayByGiftCard(One, null, new GiftCard(One, Cents(300))).Value;
        Assert.Equal((RefusalCode.GiftCardTooLow, 0L), Offered(basket.PayByGiftCard(One, Cents(1), new GiftCard(One, Cents(300)))));
        basket = basket.PayByGiftCard(Other, Cents(200), new GiftCard(Other, Cents(900))).Value;
        basket = basket.PayByGiftCard(Other, Cents(100), new GiftCard(Other, Cents(900))).Value;
        Assert.Equal((BasketState.Paid, 1_000L), (basket.PayCash(Cents(400)).Value.State, basket.PayCash(Cents(400)).Value.Tendered.Minor));
    }

    [Fact]
    public void A_closed_paid_or_empty_basket_says_so_whatever_is_on_the_card()
    {
        var empty = new GiftCard(One, Cents(0));
        Assert.Equal(RefusalCode.BasketEmpty, Empty.PayByGiftCard(One, null, empty).Refusal?.Code);
        Assert.Equal(RefusalCode.BasketPaid, Empty.With(Soap).PayCash(Cents(250)).Value.PayByGiftCard(One, null, empty).Refusal?.Code);
        Assert.Equal(RefusalCode.BasketClosed, Empty.With(Soap).Abandon().Value.PayByGiftCard(One, null, empty).Refusal?.Code);
        Assert.Equal(RefusalCode.GiftCardUnknown, Empty.With(Soap).PayByGiftCard(One, null, card: null).Refusal?.Code);
        Assert.Equal(RefusalCode.CurrencyMismatch,
            Empty.With(Soap).PayByGiftCard(One, new Money(1, Currency.Of("USD")), empty).Refusal?.Code);
    }

    [Fact]
    public void What_is_owed_goes_on_a_card_also_on_one_that_is_new()
    {
        Assert.Equal(-250, Empty.Back(250).PayByGiftCard(One, null, card: null).Value.Tendered.Minor);
        Assert.Equal(-100, Empty.Back(250).PayByGiftCard(One, Cents(-100), card: null).Value.Tendered.Minor);
        Assert.Equal(RefusalCode.TenderTooMuch, Empty.Back(250).PayByGiftCard(One, Cents(-251), card: null).Refusal?.Code);
    }

    [Theory]
    [InlineData("", RefusalCode.GiftCardNeeded)]
    [InlineData("6299000", RefusalCode.FieldInvalid)]
    [InlineData("6299 0001", RefusalCode.FieldInvalid)]
    [InlineData("629900010000000000001", RefusalCode.FieldInvalid)]
    [InlineData("62990001", null)]
    [InlineData("62990001000000000001", null)]
    public void A_gift_card_is_sold_with_its_number(string number, RefusalCode? code) =>
        Assert.Equal(code, Load(Empty, number, 500).Refusal?.Code);

    [Fact]
    public void A_card_is_loaded_once_in_a_basket_and_does_not_pay_in_it()
    {
        var card = new GiftCard(One, Cents(5_000));
        var basket = Load(Empty.With(Soap), One, 500).Value;
        Assert.Equal(RefusalCode.GiftCardTwice, Load(basket, One, 500).Refusal?.Code);
        Assert.Equal(RefusalCode.GiftCardTwice,
            basket.Add(Fixed, Scan.Of("G25"), new Asked(Serial: One), "v").Refusal?.Code); // another item, the same card
        Assert.Equal(RefusalCode.GiftCardTwice, basket.PayByGiftCard(One, Cents(100), card).Refusal?.Code);
        Assert.Null(Load(basket.VoidLine(2).Value, One, 900).Refusal);
        Assert.Equal(RefusalCode.GiftCardTwice, Load(Empty.With(Soap).PayByGiftCard(One, Cents(100), card).Value, One, 500).Refusal?.Code);
    }

    [Fact]
    public void Nothing_comes_off_a_gift_card_and_no_offer_counts_it()
    {
        var basket = Load(Empty.With(Soap), One, 5_000).Value;
        Assert.Equal(RefusalCode.NoDiscountAllowed, basket.Reduce(2, Percent(100_000), Limits).Refusal?.Code);
        Assert.Equal(RefusalCode.NoDiscountAllowed, basket.Reprice(2, Cents(100), "X", "boss", Limits).Refusal?.Code);
        Assert.Equal(RefusalCode.QuantityFixed, basket.ChangeQuantity(2, 2_000).Refusal?.Code);
        var half = basket.Reduce(0, Percent(500_000), Limits).Value
            .Reprice(Book(Offers("all", new PercentOff(new Rate(100_000)))), Noon);
        Assert.Equal(5_000, half.Lines[1].Amount.Minor);
        Assert.True(half.Lines[0].Amount.Minor < 125);
        Assert.Equal(0, basket.Taxes.Single(row => row.Rate.Ppm == 0).Tax.Minor);
    }

    [Fact]
    public void A_basket_that_lost_its_goods_is_not_completed_with_a_gift_card_for_a_gift_card()
    {
        var basket = Load(Empty.With(At(1_000)), One, 2_000).Value.PayByGiftCard(Other, null, new GiftCard(Other, Cents(1_000))).Value;
        var without = basket.VoidLine(1).Value.PayCash(Cents(1_000)).Value;
        Assert.Equal((BasketState.Paid, RefusalCode.GiftCardForGiftCard), (without.State, without.CheckComplete()?.Code));
        Assert.Null(basket.PayCash(Cents(2_000)).Value.CheckComplete());
    }

    [Theory]
    [InlineData(2_500L, null)]
    [InlineData(9_999L, null)]
    [InlineData(2_499L, RefusalCode.GiftCardSpent)]
    [InlineData(null, RefusalCode.GiftCardSpent)]
    public void A_gift_card_comes_back_where_all_that_was_put_on_it_is_there(long? balance, RefusalCode? code)
    {
        var card = balance is { } minor ? new GiftCard(One, Cents(minor)) : null;
        Assert.Equal(code, GiftCardRules.CheckBack(Sold(Fixed, 1_000, 2_500) with { Serial = One }, card)?.Code);
        Assert.Null(GiftCardRules.CheckBack(Sold(Soap, 1_000, 250), card));
    }

    [Fact]
    public void What_comes_back_of_a_card_cannot_be_paid_with_it_too()
    {
        var basket = Empty.With(At(6_000)).Return(Sold(Fixed, 1_000, 2_500) with { Serial = One }, null, Why()).Value;
        Assert.Equal((RefusalCode.GiftCardTooLow, 500L), Offered(basket.PayByGiftCard(One, Cents(501), new GiftCard(One, Cents(3_000)))));
        Assert.Equal(RefusalCode.GiftCardNeedsReceipt,
            Empty.Return(Open, Scan.Of("G"), null, Why(approvedBy: "boss"), Limits).Refusal?.Code);
    }

    [Theory]
    [InlineData("62990001", "****0001")]
    [InlineData("1", "****1")]
    public void Of_a_number_people_see_the_end(string number, string shown) => Assert.Equal(shown, GiftCardNumber.Mask(number));

    private static Result<Basket> Load(Basket basket, string number, long minor) =>
        basket.Add(Open, Scan.Of("G"), new Asked(Serial: number, Price: Cents(minor)), "v");

    private static (RefusalCode?, long) Offered(Result<Basket> result) => (result.Refusal?.Code, result.Refusal?.Offer?.Minor ?? -1);
}
