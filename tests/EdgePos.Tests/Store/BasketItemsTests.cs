using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What goes into a basket, for whom, and what else is asked.</summary>
public sealed class BasketItemsTests
{
    private static readonly Item Phone = Soap with { Sku = "7", Traits = ItemTraits.AsksSerial };
    private static readonly Item Flowers = new("8", "Flowers", Unit.Each, null, new Rate(90_000)) { Traits = ItemTraits.OpenPrice };
    private static readonly BasketCustomer Club = new("C1", "CLUB", "");

    [Fact]
    public void A_deposit_follows_the_quantity_of_its_line_and_goes_with_it()
    {
        var basket = Empty.With(Beer, 6_000);
        Assert.Equal([(6_000L, 774L, 0), (6_000L, 90L, 1)], Rows(basket));
        Assert.Equal((6L, 1), (basket.ItemCount, basket.LastLine));
        basket = basket.With(Beer).ChangeQuantity(1, 2_000).Value;
        Assert.Equal([(2_000L, 258L, 0), (2_000L, 30L, 1), (1_000L, 129L, 0), (1_000L, 15L, 3)], Rows(basket));
        Assert.Equal(144, basket.VoidLine(1).Value.Total.Minor);
    }

    [Fact]
    public void A_deposit_has_no_life_of_its_own()
    {
        var unpriced = Beer with { Deposit = Bottle with { Price = null } };
        var basket = Empty.With(Beer);
        Assert.Equal((RefusalCode.DepositFollows, "line"), Answer(basket.VoidLine(2)));
        Assert.Equal((RefusalCode.QuantityFixed, "line"), Answer(basket.ChangeQuantity(2, 2_000)));
        Assert.Equal((RefusalCode.PriceMissing, "scanned"), Answer(Add(Empty, unpriced, age: 18)));
        var almost = Enumerable.Range(0, BasketLimits.MaxLines - 1).Aggregate(Empty, (now, _) => now.With(Soap));
        Assert.Equal((RefusalCode.BasketFull, ""), Answer(Add(almost, Beer, age: 18)));
        Assert.Null(Add(almost, Soap).Refusal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(17, false)]
    [InlineData(18, true)]
    [InlineData(40, true)]
    public void Somebody_looks_how_old_the_buyer_is_once_for_the_basket(int seen, bool sold)
    {
        var result = Add(Empty, Beer, age: seen);
        Assert.Equal(sold ? (null, null) : (RefusalCode.AgeCheckNeeded, "age"), Answer(result));
        if (!sold)
            return;
        var basket = result.Value.VoidLine(1).Value;
        Assert.Equal((seen, false), (basket.AgeSeen, Add(basket, Beer).Refusal is not null));
        Assert.Equal(seen, basket.With(Soap).AgeSeen < seen ? -1 : Add(basket, Soap, age: 3).Value.AgeSeen);
        Assert.Equal(seen < 21, Add(basket, Beer with { MinimumAge = 21 }).Refusal?.Code == RefusalCode.AgeCheckNeeded);
    }

    [Fact]
    public void A_piece_with_a_serial_number_is_asked_for_it_and_sold_once()
    {
        Assert.Equal((RefusalCode.SerialNeeded, "serial"), Answer(Add(Empty, Phone)));
        Assert.Equal((RefusalCode.FieldInvalid, "serial"), Answer(Add(Empty, Phone, serial: new string('1', 21))));
        Assert.Equal((RefusalCode.FieldInvalid, "serial"), Answer(Add(Empty, Phone, serial: "a\n")));
        var basket = Add(Empty, Phone, serial: "S1").Value;
        Assert.Equal((RefusalCode.SerialTwice, "scanned"), Answer(Add(basket, Phone, serial: "S1")));
        Assert.Equal(500, Add(basket, Phone, serial: "S2").Value.Total.Minor);
        Assert.Equal((RefusalCode.QuantityFixed, "quantity_thousandths"),
            Answer(basket.Add(Phone, Scan.Of("7"), new Asked(2_000, "S3"), "v")));
        Assert.Equal((RefusalCode.FieldInvalid, "serial"),
            Answer(Empty.Add(Phone, Scan.Of("7") with { Serial = "X" }, new Asked(Serial: "Y"), "v")));
    }

    [Fact]
    public void An_open_price_is_asked_and_only_an_open_price_is_typed()
    {
        Assert.Equal((RefusalCode.PriceNeeded, "unit_price"), Answer(Add(Empty, Flowers)));
        Assert.Equal((RefusalCode.PriceNotOpen, "unit_price"), Answer(Add(Empty, Soap, Cents(100))));
        Assert.Equal((RefusalCode.PriceOutOfRange, "unit_price"), Answer(Add(Empty, Flowers, Cents(0))));
        Assert.Equal((RefusalCode.PriceOutOfRange, "unit_price"), Answer(Add(Empty, Flowers, Cents(ItemRules.MaxPriceMinor + 1))));
        Assert.Equal((RefusalCode.CurrencyMismatch, "unit_price"), Answer(Add(Empty, Flowers, new Money(995, Currency.Of("GBP")))));
        Assert.Equal(1_990, Empty.Add(Flowers, Scan.Of("8"), new Asked(2_000, Price: Cents(995)), "v").Value.Total.Minor);
    }

    [Fact]
    public void What_is_not_for_sale_is_refused_and_a_bundle_is_one_line()
    {
        Assert.Equal((RefusalCode.NotForSale, "scanned"), Answer(Add(Empty, Soap with { Traits = ItemTraits.NotForSale })));
        var crate = Empty.With(Soap with { Bundle = [new("1", 24_000)] }, 2_000);
        Assert.Equal((500L, 2L, 1), (crate.Total.Minor, crate.ItemCount, crate.Lines.Length));
    }

    [Fact]
    public void A_note_stands_at_a_line_or_at_the_basket()
    {
        var basket = Empty.With(Soap).Say(1, "gift").Value.Say(0, "Ms Bakker").Value;
        Assert.Equal(("gift", "Ms Bakker", 4L), (basket.Lines[0].Note, basket.Note, basket.Version));
        Assert.Equal((RefusalCode.LineNotFound, "line"), Answer(basket.Say(2, "x")));
        Assert.Equal((RefusalCode.FieldInvalid, "note"), Answer(basket.Say(1, new string('x', 201))));
        Assert.Equal((RefusalCode.FieldInvalid, "note"), Answer(basket.Say(0, "\u001b@")));
        Assert.Equal("", basket.Say(1, "").Value.Lines[0].Note);
        Assert.Null(basket.Give(TenderKind.Card, 250).Value.Say(0, "paid").Refusal);
    }

    [Fact]
    public void A_customer_s_price_list_goes_for_what_is_there_already_and_not_for_prices_that_somebody_said()
    {
        var basket = Empty.With(Soap, 2_000).With(Beer).With(Stamps).With(Cola).Reprice(5, Cents(190), "x", "", Limits).Value;
        basket = basket.Add(Flowers, Scan.Of("8"), new Asked(Price: Cents(500)), "v").Value.Back(100).With(Soap).VoidLine(8).Value;
        basket = basket.Add(Cheese, Scan.Of("2") with { Price = Cents(499), IsOfVariableMeasure = true }, null, "v").Value;
        var club = basket.For(Club, item => Cents(item.Price!.Value.Minor - 10)).Value;
        Assert.Equal([480L, 119L, 15L, 990L, 190L, 500L, -100L, 0L, 499L], club.Lines.Select(line => line.Amount.Minor));
        Assert.Equal((Club, basket.Version + 1), (club.Customer, club.Version));
        Assert.Equal(basket.Total, basket.For(Club, _ => null).Value.Total);
        Assert.Equal(basket.Total, club.For(BasketCustomer.Anybody, item => Cents(item.Price!.Value.Minor + 10)).Value.Total);
    }

    [Fact]
    public void A_customer_s_price_goes_for_a_label_that_says_a_weight_and_not_for_one_that_says_a_price()
    {
        var half = new Quantity(500, Unit.Kilogram);
        var basket = Empty.Add(Cheese, Scan.Of("2") with { Measure = half, IsOfVariableMeasure = true }, null, "v").Value
            .Add(Cheese, Scan.Of("2") with { Measure = half, UnitPrice = Cents(1_200) }, null, "v").Value
            .Add(Soap, Scan.Of("3") with { Serial = "S1" }, null, "v").Value;
        Assert.Equal([750L, 600L, 250L], basket.Lines.Select(line => line.Amount.Minor));
        Assert.Equal([500L, 600L, 1_000L], basket.For(Club, _ => Cents(1_000)).Value.Lines.Select(line => line.Amount.Minor));
    }

    [Fact]
    public void A_price_that_is_taken_back_is_the_customer_s()
    {
        var basket = Empty.With(Soap).Reprice(1, Cents(240), "label", "", Limits).Value.For(Club, _ => Cents(245)).Value;
        Assert.Equal(240, basket.Total.Minor);
        Assert.Equal(245, basket.Reprice(1, null, "", "", Limits).Value.Total.Minor);
    }

    [Theory]
    [InlineData("customer.reference")]
    [InlineData("customer.group")]
    [InlineData("customer.exemption")]
    public void What_is_said_of_a_customer_is_short(string field)
    {
        BasketCustomer Of(string text) => field switch
        {
            "customer.reference" => new(text, "", ""),
            "customer.group" => new("", text, ""),
            _ => new("", "", text),
        };

        Assert.Equal((RefusalCode.FieldInvalid, field), Answer(Empty.For(Of(new string('x', 41)), _ => null)));
        Assert.Equal((RefusalCode.FieldInvalid, field), Answer(Empty.For(Of("\t"), _ => null)));
        Assert.Null(Empty.For(Of(new string('x', 40)), _ => null).Refusal);
    }

    [Fact]
    public void A_price_list_makes_no_basket_larger_than_a_sale_may_be()
    {
        var basket = Empty.With(Soap, 9_000_000);
        Assert.Equal(RefusalCode.AmountTooLarge, basket.For(Club, _ => Cents(ItemRules.MaxPriceMinor)).Refusal?.Code);
    }

    [Fact]
    public void A_line_that_was_a_mistake_leaves_room_for_others()
    {
        var gold = Soap with { Price = Cents(ItemRules.MaxPriceMinor) };
        var basket = Empty.With(gold, 1_000_000).VoidLine(1).Value;
        Assert.Equal(250, basket.With(Soap).Total.Minor);
    }

    [Fact]
    public void A_coupon_is_handed_in_once_and_can_be_had_back()
    {
        var basket = Empty.Coupon("TEN").Value;
        Assert.Equal((RefusalCode.CouponTwice, "code"), Answer(basket.Coupon("TEN")));
        Assert.Equal((RefusalCode.CouponNotThere, "code"), Answer(basket.WithoutCoupon("ten")));
        Assert.Equal((RefusalCode.FieldInvalid, "code"), Answer(basket.Coupon("")));
        Assert.Equal((RefusalCode.FieldInvalid, "code"), Answer(basket.Coupon(new string('x', 41))));
        Assert.Empty(basket.WithoutCoupon("TEN").Value.Coupons);
        var full = Enumerable.Range(0, CustomerRules.MaxCoupons).Aggregate(Empty, (now, i) => now.Coupon($"{i}").Value);
        Assert.Equal((RefusalCode.TooManyCoupons, "code"), Answer(full.Coupon("TEN")));
    }

    [Fact]
    public void A_basket_put_aside_is_taken_up_by_another_register()
    {
        var aside = Empty.With(Beer).Say(0, "red coat").Value.Suspend("").Value;
        Assert.Equal((BasketState.Suspended, "red coat", 4L), (aside.State, aside.Note, aside.Version));
        Assert.Equal("blue coat", Empty.Suspend("blue coat").Value.Note);
        Assert.Equal((RefusalCode.BasketSuspended, "basket_id"), Answer(aside.Suspend("")));
        Assert.Equal((RefusalCode.FieldInvalid, "note"), Answer(Empty.Suspend(new string('x', 201))));
        var again = aside.Resume(7).Value;
        Assert.Equal((BasketState.Open, 7, 18, 5L), (again.State, again.Register, again.AgeSeen, again.Version));
        Assert.Equal((RefusalCode.BasketNotSuspended, "basket_id"), Answer(again.Resume(7)));
        Assert.Equal(BasketState.Abandoned, aside.Abandon().Value.State);
        Assert.Equal((RefusalCode.BasketClosed, "basket_id"), Answer(aside.Abandon().Value.Resume(1)));
    }

    [Fact]
    public void Money_that_was_given_is_handed_back_before_a_basket_is_put_aside()
    {
        var basket = Empty.With(Soap).Give(TenderKind.Cash, 100).Value;
        Assert.Equal((RefusalCode.BasketHasTenders, "basket_id"), Answer(basket.Suspend("")));
        Assert.Null(basket.RemoveTender(1).Value.Suspend("").Refusal);
    }

    public static TheoryData<string, Func<Basket, Result<Basket>>> Commands() => new()
    {
        { "add", basket => basket.Add(Soap, Scan.Of("3"), null, "v") },
        { "quantity", basket => basket.ChangeQuantity(1, 2_000) },
        { "void", basket => basket.VoidLine(1) },
        { "customer", basket => basket.For(Club, _ => null) },
        { "coupon", basket => basket.Coupon("TEN") },
        { "coupon back", basket => basket.WithoutCoupon("HELD") },
        { "discount", basket => basket.Reduce(1, Percent(1), Limits) },
        { "discount on all", basket => basket.Reduce(0, Percent(1), Limits) },
        { "price", basket => basket.Reprice(1, Cents(240), "x", "boss", Limits) },
        { "return", basket => basket.Return(Sold(Soap, 1_000, 100), null, Why()) },
        { "return without receipt", basket => basket.Return(Soap, Scan.Of("3"), null, Why(), Limits) },
    };

    [Theory, MemberData(nameof(Commands))]
    public void A_change_makes_the_next_version_and_is_refused_once_paid_put_aside_or_closed(
        string name, Func<Basket, Result<Basket>> command)
    {
        var open = Empty.With(Soap).Coupon("HELD").Value;
        Assert.Equal((name, open.Version + 1), (name, command(open).Value.Version));
        Assert.Equal((name, open.Version + 2), (name, command(open.Give(TenderKind.Cash, 50).Value).Value.Version));
        Assert.Equal((RefusalCode.BasketPaid, ""), Answer(command(open.Give(TenderKind.Cash, 500).Value)));
        Assert.Equal((RefusalCode.BasketSuspended, "basket_id"), Answer(command(open.Suspend("").Value)));
        Assert.Equal((RefusalCode.BasketClosed, "basket_id"), Answer(command(open.Completed("S1-1-1"))));
        Assert.Equal((RefusalCode.BasketClosed, "basket_id"), Answer(command(open.Abandon().Value)));
    }

    private static Result<Basket> Add(Basket basket, Item item, Money? price = null, string serial = "", int age = 0) =>
        basket.Add(item, Scan.Of(item.Sku), new Asked(null, serial, price, age), "v");

    private static IEnumerable<(long, long, int)> Rows(Basket basket) =>
        basket.Lines.Select(line => (line.Quantity.Thousandths, line.Amount.Minor, line.DepositOf));

    private static (RefusalCode?, string?) Answer(Result<Basket> result) => (result.Refusal?.Code, result.Refusal?.Field);
}
