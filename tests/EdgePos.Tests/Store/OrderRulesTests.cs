using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>What an order is, what may be done with it, and what was picked of it.</summary>
public sealed class OrderRulesTests
{
    private static readonly OrderedLine[] Order = [new(1, "SOAP", 3_000, WholePieces: true), new(2, "CHEESE", 250, WholePieces: false)];

    public static TheoryData<OrderTold, OrderStep, OrderState?, bool, string, string, string> States() => new()
    {
        // told, done | is, to do | prepare, hand over, give up: empty where it may be
        { OrderTold.Nothing, OrderStep.None, null, false, "ORDER_NOT_FOUND", "ORDER_NOT_FOUND", "ORDER_NOT_FOUND" },
        { OrderTold.Nothing, OrderStep.Prepared, OrderState.Cancelled, true, "ORDER_PREPARED_ALREADY", "ORDER_CANCELLED", "" },
        { OrderTold.Nothing, OrderStep.HandedOver, OrderState.HandedOver, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Nothing, OrderStep.GivenUp, OrderState.GivenUp, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Unknown, OrderStep.None, null, false, "ORDER_NOT_FOUND", "ORDER_NOT_FOUND", "ORDER_NOT_FOUND" },
        {
            OrderTold.Unknown, OrderStep.Prepared, OrderState.Prepared, true, "ORDER_PREPARED_ALREADY", "ORDER_NOT_FOUND",
            "ORDER_NOT_FOUND"
        },
        { OrderTold.Unknown, OrderStep.HandedOver, OrderState.HandedOver, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Unknown, OrderStep.GivenUp, OrderState.GivenUp, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Ordered, OrderStep.None, OrderState.Open, true, "", "ORDER_NOT_PREPARED", "" },
        { OrderTold.Ordered, OrderStep.Prepared, OrderState.Prepared, true, "ORDER_PREPARED_ALREADY", "", "" },
        { OrderTold.Ordered, OrderStep.HandedOver, OrderState.HandedOver, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Ordered, OrderStep.GivenUp, OrderState.GivenUp, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Cancelled, OrderStep.None, OrderState.Cancelled, false, "ORDER_CANCELLED", "ORDER_CANCELLED", "" },
        { OrderTold.Cancelled, OrderStep.Prepared, OrderState.Cancelled, true, "ORDER_PREPARED_ALREADY", "ORDER_CANCELLED", "" },
        { OrderTold.Cancelled, OrderStep.HandedOver, OrderState.HandedOver, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Cancelled, OrderStep.GivenUp, OrderState.GivenUp, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Elsewhere, OrderStep.None, OrderState.Prepared, true, "ORDER_ELSEWHERE", "ORDER_ELSEWHERE", "ORDER_ELSEWHERE" },
        { OrderTold.Elsewhere, OrderStep.Prepared, OrderState.Prepared, true, "ORDER_PREPARED_ALREADY", "", "" },
        { OrderTold.Elsewhere, OrderStep.HandedOver, OrderState.HandedOver, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
        { OrderTold.Elsewhere, OrderStep.GivenUp, OrderState.GivenUp, false, "ORDER_DONE", "ORDER_DONE", "ORDER_DONE" },
    };

    [Theory, MemberData(nameof(States))]
    public void What_was_done_stands_whatever_is_told(
        OrderTold told, OrderStep step, OrderState? state, bool isToDo, string prepare, string handOver, string giveUp)
    {
        Assert.Equal((state, isToDo), (OrderStates.Of(told, step), OrderStates.IsToDo(told, step)));
        Assert.Equal(prepare, OrderStates.CheckPrepare("W-1", told, step, 1)?.Reason ?? "");
        Assert.Equal(handOver, OrderStates.CheckHandOver("W-1", told, step)?.Reason ?? "");
        Assert.Equal(giveUp, OrderStates.CheckGiveUp("W-1", told, step)?.Reason ?? "");
    }

    public static TheoryData<SaidPicked[], string> Picked() => new()
    {
        { [], "1:3000 2:250" },
        { [new(1, 2_000, ShortReason.OutOfStock)], "1:2000 2:250" },
        { [new(2, 0, ShortReason.NotFound)], "1:3000 2:0" },
        { [new(2, 250, ShortReason.None), new(1, 0, ShortReason.Damaged)], "1:0 2:250" },
        { [new(1, 0, ShortReason.Expired), new(2, 0, ShortReason.Expired)], "ORDER_EMPTY lines" },
        { [new(3, 0, ShortReason.Expired)], "FIELD_INVALID lines[0].line" },
        { [new(1, 3_000, ShortReason.None), new(1, 3_000, ShortReason.None)], "FIELD_INVALID lines[1].line" },
        { [new(1, 4_000, ShortReason.None)], "FIELD_INVALID lines[0].quantity_thousandths" },
        { [new(1, -1_000, ShortReason.Damaged)], "FIELD_INVALID lines[0].quantity_thousandths" },
        { [new(1, 1_500, ShortReason.Damaged)], "QUANTITY_NOT_WHOLE lines[0].quantity_thousandths" },
        { [new(2, 100, ShortReason.None)], "FIELD_INVALID lines[0].reason" },
        { [new(2, 250, ShortReason.Damaged)], "FIELD_INVALID lines[0].reason" },
        { [new(2, 100, (ShortReason)9)], "FIELD_INVALID lines[0].reason" },
    };

    [Theory, MemberData(nameof(Picked))]
    public void What_is_not_named_was_picked_in_full(SaidPicked[] said, string outcome)
    {
        var picked = OrderRules.Pick(Order, said);
        Assert.Equal(outcome, picked.Refusal is { } no ? $"{no.Reason} {no.Field}"
            : string.Join(' ', picked.Value.Select(line => $"{line.Ordered.Number}:{line.Thousandths}")));
    }

    [Theory]
    [InlineData("W-1", true)]
    [InlineData("2026/11_30.A#7", true)]
    [InlineData("", false)]
    [InlineData("W 1", false)]
    [InlineData("W-1\n", false)]
    [InlineData("Wé", false)]
    [InlineData("W:1", false)]
    [InlineData("1234567890123456789012345678901234567890", true)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    public void A_number_can_be_typed_and_printed_as_a_bar_code(string number, bool isOne) =>
        Assert.Equal(isOne, OrderRules.IsNumber(number));

    [Fact]
    public void The_parts_of_a_bundle_are_held_in_its_place()
    {
        PickedGoods[] picked =
        [
            new(new OrderedLine(1, "MENU", 2_000, true), 2_000, ShortReason.None), new(Order[0], 3_000, ShortReason.None),
            new(Order[1], 0, ShortReason.NotFound),
        ];
        var goods = OrderRules.GoodsOf(picked, sku => sku == "MENU" ? [new("SOAP", 2_000), new("TEA", 1_000)] : []);
        Assert.Equal([("SOAP", 7_000L), ("TEA", 2_000L)], goods.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void A_basket_takes_the_prices_of_the_order_and_no_promotion_touches_them()
    {
        var eur = Currency.Of("EUR");
        var item = new Item("SOAP", "Soap", Unit.Each, new Money(250, eur), new Rate(90_000)) { MinimumAge = 18 };
        var empty = new Basket { Id = Guid.Empty, Register = 1, Currency = eur };
        var basket = empty.Take("W-1", [(new(Order[0], 3_000, ShortReason.None), item, new Money(199, eur))], "book").Value;
        Assert.Equal(("W-1", 597L, 18, BasketState.Open), (basket.Order, basket.Due.Minor, basket.AgeSeen, basket.State));
        var line = Assert.Single(basket.Lines);
        Assert.Equal((false, 250L, 199L, "order"),
            (line.IsPromotable, line.ListPrice!.Value.Minor, line.Item.Price!.Value.Minor, line.PriceChange.Reason));
        Assert.Equal("QUANTITY_FIXED", basket.ChangeQuantity(1, 9_000).Refusal?.Reason);
        Assert.Equal(RefusalCode.CurrencyMismatch, empty.Take(
            "W-1", [(new(Order[0], 3_000, ShortReason.None), item, new Money(199, Currency.Of("USD")))], "book").Refusal?.Code);
    }
}
