using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>What a line is, of an item and of what its code says.</summary>
public sealed class LineRulesTests
{
    private static readonly Currency Eur = Currency.Of("EUR");
    private static readonly Item Cola = new("1", "Cola", Unit.Each, new Money(199, Eur), new Rate(90_000));
    private static readonly Item Cheese = new("2", "Cheese", Unit.Kilogram, new Money(1_499, Eur), new Rate(90_000));
    private static readonly Scan Plain = Scan.Of("1");
    private static readonly Scan Label = Plain with { IsOfVariableMeasure = true };

    public static TheoryData<string, Item, Scan, long?, long, long, bool> Lines() => new()
    {
        // name, item, scan, given, thousandths, amount, fixed
        { "one", Cola, Plain, null, 1_000, 199, false },
        { "three", Cola, Plain, 3_000, 3_000, 597, false },
        { "weighed", Cheese, Plain, 333, 333, 499, false },
        { "a label with a weight", Cheese, Label with { Measure = new Quantity(350, Unit.Kilogram) }, null, 350, 525, true },
        { "a label with a price", Cheese, Label with { Price = new Money(499, Eur) }, null, 333, 499, true },
        {
            "a label with both: the price stands, to the cent", Cheese,
            Label with { Price = new Money(500, Eur), Measure = new Quantity(333, Unit.Kilogram) }, null, 333, 500, true
        },
        { "a label with a price on a piece", Cola, Label with { Price = new Money(349, Eur) }, null, 1_000, 349, true },
        {
            "a label with the price of a kilogram", Cheese,
            Plain with { UnitPrice = new Money(1_000, Eur), Measure = new Quantity(250, Unit.Kilogram) }, null, 250, 250, true
        },
        { "a package and what is in it", Cola, Plain with { Measure = new Quantity(500, Unit.Litre) }, 2_000, 2_000, 398, false },
        { "a serial number is one piece", Cola, Plain with { Serial = "S42" }, 1_000, 1_000, 199, true },
        { "a price below what a gram costs", Cheese, Plain with { Price = new Money(1, Eur) }, null, 1, 1, true },
    };

    [Theory, MemberData(nameof(Lines))]
    public void A_line_costs_what_its_code_or_the_price_book_says(
        string name, Item item, Scan scan, long? given, long thousandths, long amount, bool isFixed)
    {
        var line = LineRules.Of(1, item, scan, new Asked(given)).Value;
        Assert.Equal((name, thousandths, amount, isFixed), (name, line.Quantity.Thousandths, line.Amount.Minor, line.QuantityFixed));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var weight = Label with { Measure = new Quantity(350, Unit.Kilogram) };
        Assert.Equal(RefusalCode.LabelDoesNotFit, LineRules.Of(1, Cola, weight, default).Refusal?.Code);
        Assert.Equal(RefusalCode.QuantityFixed, LineRules.Of(1, Cheese, weight, new Asked(500)).Refusal?.Code);
        Assert.Equal(RefusalCode.QuantityFixed, LineRules.Of(1, Cola, Plain with { Serial = "S" }, new Asked(2_000)).Refusal?.Code);
        Assert.Equal(RefusalCode.PriceMissing, LineRules.Of(1, Cola, Plain with { Price = new Money(0, Eur) }, default).Refusal?.Code);
        Assert.Equal(RefusalCode.PriceMissing, LineRules.Of(1, Cola with { Price = null }, Plain, default).Refusal?.Code);
        Assert.Equal(RefusalCode.QuantityOutOfRange,
            LineRules.Of(1, Cheese, weight with { Measure = new Quantity(0, Unit.Kilogram) }, default).Refusal?.Code);
        Assert.Equal(RefusalCode.CodeUnreadable,
            LineRules.Of(1, Cola, Plain with { Price = new Money(BasketLimits.MaxAmountMinor, Eur) }, default).Refusal?.Code);
    }

    [Fact]
    public void The_same_piece_is_sold_once_and_its_quantity_stays()
    {
        var basket = new Basket { Id = new Guid(new byte[16]), Register = 1, Currency = Eur };
        var piece = Plain with { Serial = "S42" };
        basket = basket.Add(Cola, piece, null, "v").Value;
        Assert.Equal(RefusalCode.SerialTwice, basket.Add(Cola, piece, null, "v").Refusal?.Code);
        Assert.Equal(RefusalCode.QuantityFixed, basket.ChangeQuantity(1, 2_000).Refusal?.Code);
        basket = basket.VoidLine(1).Value;
        Assert.Equal(199, basket.Add(Cola, piece, null, "v").Value.Total.Minor);
    }
}
