using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What comes back, and what is given for it.</summary>
public sealed class ReturnRulesTests
{
    [Fact]
    public void Parts_that_come_back_one_after_the_other_are_exactly_what_was_paid() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 40], Gen.Long[0, 5_000], Gen.Int[1, 20].Array[1, 40]).Sample((weighed, sold, paid, parts) =>
        {
            var line = weighed ? Sold(Cheese, (sold * 37) + 1, paid) : Sold(Soap, sold * 1_000, paid);
            long refunded = 0;
            foreach (int part in parts.Append(int.MaxValue))
            {
                if (line.Left == 0)
                    break;
                long quantity = Math.Min(line.Left, weighed ? part : part * 1_000L);
                long refund = part == int.MaxValue ? Refund(line, null) : Refund(line, quantity);
                quantity = part == int.MaxValue ? line.Left : quantity;
                Assert.InRange(refund, 0, paid - refunded);
                refunded += refund;
                line = line with { Returned = line.Returned + quantity, Refunded = Cents(refunded) };
            }

            Assert.Equal(paid, refunded);
        });

    // One to three of each of some goods come back in any parts, however the store's prices hold their tax.
    [Fact]
    public void A_sale_that_comes_back_in_parts_gives_back_all_that_was_paid_and_all_of_its_tax() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Long[1, 999]).Array[1, 8],
            Gen.Int[1, 3].Array[1, 8]).Sample((excluded, perLine, exempt, goods, parts) =>
            {
                var empty = Empty with
                {
                    Tax = new TaxMode(excluded, perLine),
                    Customer = exempt ? new BasketCustomer("", "", "DIP-1") : BasketCustomer.Anybody,
                };
                var sale = goods.Aggregate(empty, (basket, one) => basket.With(Taxed(one.Item1, one.Item3), one.Item2 * 1_000));
                var taxes = TaxRules.OfLines(sale.Lines, sale.Tax);
                SoldLine[] sold = [.. sale.Lines.Zip(taxes, (line, tax) =>
                    Sold(line.Item, line.Quantity.Thousandths, line.Amount.Minor, line.Number) with { Taxes = tax, IsExempt = exempt })];
                var back = new List<Basket>();
                for (int visit = 0; sold.Any(line => line.Left > 0); visit++)
                {
                    var basket = empty;
                    foreach (int i in Enumerable.Range(0, sold.Length).Where(i => sold[i].Left > 0 && (i + visit) % 2 == 0))
                    {
                        long some = Math.Min(sold[i].Left, parts[(i + visit) % parts.Length] * 1_000);
                        basket = basket.Return(sold[i], some, Why()).Value;
                        sold[i] = sold[i] with
                        {
                            Returned = sold[i].Returned + some,
                            Refunded = Cents(sold[i].Refunded.Minor - basket.Lines[^1].Gross.Minor),
                        };
                    }

                    back.Add(basket);
                }

                Assert.Equal(-sale.Total.Minor, back.Sum(basket => basket.Total.Minor));
                Assert.Equal(Taxes([sale], 1), Taxes(back, -1));
            });

    private static Item Taxed(int kind, long price) => kind switch
    {
        0 => At(price, new Rate(210_000)),
        1 => At(price, new Rate(90_000)),
        2 => At(price) with { Taxes = [new("STATE", new Rate(40_000), Rate.Whole), new("CITY", new Rate(45_000), Rate.Whole)] },
        _ => At(price) with { Taxes = [new("", new Rate(90_000), 750_000), new("", new Rate(210_000), 250_000)] },
    };

    private static IEnumerable<(string, long, long)> Taxes(IEnumerable<Basket> baskets, int sign) => baskets
        .SelectMany(basket => basket.Taxes).GroupBy(row => (row.Name, row.Rate.Ppm))
        .Select(rows => (rows.Key.Name, rows.Key.Ppm, sign * rows.Sum(row => row.Tax.Minor))).Order();

    [Fact]
    public void Tax_that_was_not_paid_is_not_given_back()
    {
        var line = Sold(Soap, 1_000, 250);
        var diplomat = new BasketCustomer("", "", "DIP-1");
        Assert.Equal(RefusalCode.ExemptionDiffers, Empty.Return(line with { IsExempt = true }, null, Why()).Refusal?.Code);
        var exempt = Empty with { Customer = diplomat };
        Assert.Equal(RefusalCode.ExemptionDiffers, exempt.Return(line, null, Why()).Refusal?.Code);
        var back = exempt.Return(line with { IsExempt = true }, null, Why()).Value;
        Assert.Equal(0, back.Taxes.Sum(row => row.Tax.Minor));
        Assert.Equal(RefusalCode.ExemptionDiffers, back.For(BasketCustomer.Anybody, _ => null).Refusal?.Code);
    }

    [Fact]
    public void Parts_in_one_basket_void_and_again_are_exactly_what_was_paid() =>
        Gen.Select(Gen.Int[1, 12], Gen.Long[0, 50], Gen.Int[0, 12].Array[1, 30]).Sample((sold, paid, steps) =>
        {
            var line = Sold(Soap, sold * 1_000, paid);
            var basket = Empty;
            foreach (int step in steps)
            {
                var next = step % 3 == 0 ? basket.VoidLine(step) : basket.Return(line, step / 3 * 1_000, Why());
                basket = next.Refusal is null ? next.Value : basket;
                Assert.All(basket.Lines, one => Assert.True(one.Amount.Minor <= 0));
                Assert.True(-basket.Sold.Sum(one => one.Quantity.Thousandths) <= sold * 1_000);
            }

            basket = basket.Return(line, null, Why()) is { Refusal: null } rest ? rest.Value : basket;
            Assert.Equal((-paid, -sold * 1_000L), (basket.Total.Minor, basket.Sold.Sum(one => one.Quantity.Thousandths)));
        });

    [Fact]
    public void A_discounted_line_gives_back_what_was_paid_and_not_what_it_costs()
    {
        var basket = Empty.Return(Sold(Soap, 3_000, 500), 1_000, Why()).Value.Return(Sold(Soap, 3_000, 500), 1_000, Why()).Value;
        Assert.Equal([-167L, -166L], basket.Lines.Select(line => line.Amount.Minor));
        Assert.Equal(RefusalCode.ReturnedAlready, basket.Return(Sold(Soap, 3_000, 500), 2_000, Why()).Refusal?.Code);
    }

    public static TheoryData<string, SoldLine, long?, ReturnOf, RefusalCode, string> Refused() => new()
    {
        { "more than was sold", Sold(Soap, 3_000, 500), 4_000, Why(), RefusalCode.ReturnedAlready, "line" },
        { "more than is left", Sold(Soap, 3_000, 500) with { Returned = 2_000 }, 2_000, Why(), RefusalCode.ReturnedAlready, "line" },
        { "nothing is left", Sold(Soap, 3_000, 500) with { Returned = 3_000 }, null, Why(), RefusalCode.ReturnedAlready, "line" },
        { "half a piece", Sold(Soap, 3_000, 500), 1_500, Why(), RefusalCode.QuantityOutOfRange, "quantity_thousandths" },
        { "nothing", Sold(Soap, 3_000, 500), 0, Why(), RefusalCode.QuantityOutOfRange, "quantity_thousandths" },
        { "less than nothing", Sold(Cheese, 3_000, 500), -1, Why(), RefusalCode.QuantityOutOfRange, "quantity_thousandths" },
        { "no reason", Sold(Soap, 3_000, 500), null, Why(""), RefusalCode.FieldInvalid, "reason" },
        { "a long reason", Sold(Soap, 3_000, 500), null, Why(new string('x', 41)), RefusalCode.FieldInvalid, "reason" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_cannot_come_back_is_refused(string name, SoldLine sold, long? quantity, ReturnOf why, RefusalCode code, string field)
    {
        var refusal = Empty.Return(sold, quantity, why).Refusal;
        Assert.Equal((name, code, field), (name, refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void A_return_says_where_it_was_bought_and_why_and_goes_without_a_deposit_or_a_discount()
    {
        var sold = Sold(Beer, 1_000, 129, 7) with { Serial = "S", Batch = "B" };
        var line = Empty.Return(sold, null, Why() with { IsDamaged = true, ApprovedBy = "boss" }).Value.Lines.Single();
        Assert.Equal(new ReturnOf("S1-1-1", 7, "broken", true, "boss"), line.ReturnOf);
        Assert.Equal(("S", "B", -1_000L, false), (line.Serial, line.Batch, line.Quantity.Thousandths, line.IsReducible));
        Assert.Equal(RefusalCode.QuantityFixed, Empty.Return(sold, null, Why()).Value.ChangeQuantity(1, 2_000).Refusal?.Code);
    }

    [Theory]
    [InlineData(250, 0)]
    [InlineData(100, 150)]
    [InlineData(400, -150)]
    public void An_exchange_is_one_basket(long back, long total)
    {
        var basket = Empty.With(Soap).Back(back);
        Assert.Equal((total, total, BasketState.Open, 1L), (basket.Total.Minor, basket.Due.Minor, basket.State, basket.ItemCount));
        Assert.Equal(total == 0 ? null : RefusalCode.NotPaid, basket.CheckComplete()?.Code);
        if (total != 0)
            Assert.Null(basket.Give(TenderKind.Card, total).Value.CheckComplete());
    }

    [Fact]
    public void Two_receipts_do_not_mix()
    {
        var basket = Empty.Return(Sold(Soap, 1_000, 100), null, Why()).Value;
        Assert.Equal(-300, basket.Return(Sold(Soap, 1_000, 200) with { Receipt = "S1-1-2" }, null, Why()).Value.Total.Minor);
        Assert.Equal(-300, basket.Return(Sold(Soap, 1_000, 200, 2), null, Why()).Value.Total.Minor);
    }

    [Fact]
    public void Without_a_receipt_the_limit_holds_over_all_lines_and_leave_goes_beyond_it()
    {
        var basket = Without(Empty, Soap, 7_000).Value; // 17.50 of 20.00
        Assert.Equal(RefusalCode.ApprovalNeeded, Without(basket, Soap, 2_000).Refusal?.Code);
        Assert.Equal(-2_000, Without(basket, Soap, 1_000).Value.Total.Minor);
        Assert.Equal(-2_250, Without(basket, Soap, 2_000, "boss").Value.Total.Minor);
        Assert.Equal(-1_750, Without(basket.VoidLine(1).Value, Soap, 7_000).Value.Total.Minor);
        Assert.Null(Without(Empty.Back(1_900), Soap, 8_000).Refusal); // a receipt takes nothing of it
    }

    [Theory]
    [InlineData(0, RefusalCode.QuantityOutOfRange)]
    [InlineData(-1_000, RefusalCode.QuantityOutOfRange)]
    [InlineData(1_500, RefusalCode.QuantityNotWhole)]
    public void Without_a_receipt_a_quantity_makes_sense(long thousandths, RefusalCode code) =>
        Assert.Equal(code, Without(Empty, Soap, thousandths).Refusal?.Code);

    [Fact]
    public void Without_a_receipt_a_label_says_how_much_it_is_and_what_it_cost()
    {
        var label = Scan.Of("2") with { IsOfVariableMeasure = true };
        var weight = label with { Measure = new Quantity(350, Unit.Kilogram) };
        var line = Empty.Return(Cheese, weight, null, Why(), Limits).Value.Lines[0];
        Assert.Equal((-350L, -525L), (line.Quantity.Thousandths, line.Amount.Minor));
        line = Empty.Return(Cheese, label with { Price = Cents(499) }, null, Why(), Limits).Value.Lines[0];
        Assert.Equal((-333L, -499L), (line.Quantity.Thousandths, line.Amount.Minor));
    }

    [Fact]
    public void What_has_no_price_or_is_not_sold_does_not_come_back_without_a_receipt_and_a_serial_number_is_not_asked()
    {
        Assert.Equal(RefusalCode.PriceMissing, Without(Empty, Soap with { Price = null }, 1_000).Refusal?.Code);
        Assert.Equal(RefusalCode.NotForSale, Without(Empty, Soap with { Traits = ItemTraits.NotForSale }, 1_000).Refusal?.Code);
        Assert.Equal(-250, Without(Empty, Soap with { Traits = ItemTraits.AsksSerial }, 1_000).Value.Total.Minor);
    }

    [Fact]
    public void Nothing_comes_back_into_a_paid_basket()
    {
        var paid = Empty.With(Soap).Give(TenderKind.Card, 250).Value;
        Assert.Equal(RefusalCode.BasketPaid, paid.Return(Sold(Soap, 1_000, 100), null, Why()).Refusal?.Code);
        Assert.Equal(RefusalCode.BasketPaid, Without(paid, Soap, 1_000).Refusal?.Code);
    }

    private static Result<Basket> Without(Basket basket, Item item, long thousandths, string approvedBy = "") =>
        basket.Return(item, Scan.Of(item.Sku), thousandths, Why(approvedBy: approvedBy), Limits);

    private static long Refund(SoldLine line, long? quantity) => -Empty.Return(line, quantity, Why()).Value.Total.Minor;
}
