using CsCheck;
using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>The tax of a sale, as laws and standards reckon it.</summary>
public sealed class TaxRulesTests
{
    private static readonly TaxMode Included = new(false, false);
    private static readonly TaxMode IncludedPerLine = new(false, true);
    private static readonly TaxMode Excluded = new(true, false);
    private static readonly TaxMode ExcludedPerLine = new(true, true);

    // New York City: state 4 %, city 4.5 %, commuter district 0.375 %.
    private static readonly Item Nyc = At(1_000) with { Taxes = [Part("STATE", 40_000), Part("CITY", 45_000), Part("MCTD", 3_750)] };

    // A hamper: three quarters food, a quarter wine.
    private static readonly Item Hamper = At(1_000) with { Taxes = [Part("", 90_000, 750_000), Part("", 210_000, 250_000)] };

    public static TheoryData<string, TaxMode, (long Minor, long Ppm)[], long, (long Ppm, long Net, long Tax)[]> Table() => new()
    {
        { "Dutch 21 %", Included, [(12_100, 210_000)], 12_100, [(210_000, 10_000, 2_100)] },
        { "Dutch 9 %", Included, [(10_900, 90_000)], 10_900, [(90_000, 10_000, 900)] },
        { "both, lowest first", Included, [(199, 210_000), (199, 90_000)], 398, [(90_000, 183, 16), (210_000, 164, 35)] },
        { "zero rate", Included, [(500, 0)], 500, [(0, 500, 0)] },
        { "over the total", Included, [(99, 210_000), (99, 210_000), (99, 210_000)], 297, [(210_000, 245, 52)] },
        { "line by line", IncludedPerLine, [(99, 210_000), (99, 210_000), (99, 210_000)], 297, [(210_000, 246, 51)] },
        { "EN 16931: net x rate, half up", Excluded, [(250, 90_000), (0, 0), (100, 90_000)], 382, [(0, 0, 0), (90_000, 350, 32)] },
        { "each line half up", ExcludedPerLine, [(50, 90_000), (50, 90_000)], 110, [(90_000, 100, 10)] },
        { "the sum of them", Excluded, [(50, 90_000), (50, 90_000)], 109, [(90_000, 100, 9)] },
        { "what comes back", Included, [(-12_100, 210_000)], -12_100, [(210_000, -10_000, -2_100)] },
        { "half a cent back goes from zero", Excluded, [(-50, 90_000)], -55, [(90_000, -50, -5)] },
        {
            "an exchange", Included, [(12_100, 210_000), (-6_050, 210_000), (-109, 90_000)], 5_941,
            [(90_000, -100, -9), (210_000, 5_000, 1_050)]
        },
        { "100 %", Included, [(201, Rate.Whole)], 201, [(Rate.Whole, 100, 101)] },
    };

    [Theory, MemberData(nameof(Table))]
    public void Tax_is_rounded_where_the_store_says(
        string name, TaxMode mode, (long Minor, long Ppm)[] lines, long total, (long Ppm, long Net, long Tax)[] rows)
    {
        var basket = Of(mode, [.. lines.Select(line => (At(1, new Rate(line.Ppm)), line.Minor))]);
        Assert.Equal((name, total), (name, basket.Total.Minor));
        Assert.Equal(rows, basket.Taxes.Select(row => (row.Rate.Ppm, row.Net.Minor, row.Tax.Minor)));
    }

    [Fact]
    public void Taxes_that_stand_on_the_same_price_are_rounded_each_and_its_net_is_said_once()
    {
        var basket = Of(Excluded, [(Nyc, 1_000)]);
        Assert.Equal([("CITY", 0L, 45L), ("MCTD", 0L, 4L), ("STATE", 1_000L, 40L)],
            basket.Taxes.Select(row => (row.Name, row.Net.Minor, row.Tax.Minor)));
        Assert.Equal(1_089, basket.Total.Minor); // 8.875 % of 10.00
    }

    [Fact]
    public void Taxes_within_one_price_are_parts_of_what_all_of_them_come_to()
    {
        var basket = Of(Included, [(Nyc, 10_888)]);
        Assert.Equal(888, basket.Taxes.Sum(row => row.Tax.Minor)); // 108.88 x 8.875 / 108.875 = 8.8754
        Assert.Equal(10_000, basket.Taxes.Sum(row => row.Net.Minor));
        Assert.Equal([450L, 38L, 400L], basket.Taxes.Select(row => row.Tax.Minor));
    }

    [Fact]
    public void A_price_split_between_rates_is_taxed_part_by_part_with_the_rest_of_each_rate()
    {
        var basket = Of(Included, [(Hamper, 1_000), (At(1, new Rate(210_000)), 960)]);
        Assert.Equal([(90_000L, 688L, 62L), (210_000L, 1_000L, 210L)],
            basket.Taxes.Select(row => (row.Rate.Ppm, row.Net.Minor, row.Tax.Minor)));
    }

    [Theory]
    [InlineData(false, 10_000)]
    [InlineData(true, 12_100)]
    public void Who_is_exempt_pays_the_price_without_tax(bool excluded, long total)
    {
        var basket = Of(new TaxMode(excluded, false), [(At(1, new Rate(210_000)), 12_100)]) with { Customer = new("C", "", "EX-1") };
        Assert.Equal((total, 0L), (basket.Total.Minor, basket.Taxes.Single().Tax.Minor));
        Assert.Equal(total, basket.Due.Minor);
    }

    [Fact]
    public void A_deposit_is_taxed_at_its_own_rate()
    {
        var basket = Empty.With(Beer, 2_000);
        Assert.Equal([(0L, 30L, 0L), (210_000L, 213L, 45L)], basket.Taxes.Select(row => (row.Rate.Ppm, row.Net.Minor, row.Tax.Minor)));
        Assert.Equal(288, basket.Total.Minor);
    }

    [Fact]
    public void A_void_line_and_an_empty_basket_have_no_tax()
    {
        Assert.Empty(Empty.Taxes);
        Assert.Empty(Empty.With(Soap).VoidLine(1).Value.Taxes);
    }

    [Fact]
    public void A_copy_of_a_basket_asks_for_its_tax_anew()
    {
        var basket = Empty.With(Soap);
        Assert.Equal(43, basket.Taxes.Single().Tax.Minor);
        Assert.Equal(87, basket.With(Soap).Taxes.Single().Tax.Minor);
        Assert.Equal(0, (basket with { Customer = new("", "", "EX") }).Taxes.Single().Tax.Minor);
        Assert.Equal(53, (basket with { Tax = Excluded }).Taxes.Single().Tax.Minor);
    }

    [Fact]
    public void Whatever_is_sold_the_rows_are_the_total_and_each_tax_is_right_to_half_a_cent_a_rounding()
    {
        var line = Gen.Select(Gen.OneOfConst(0L, 55_000L, 90_000L, 210_000L, Rate.Whole), Gen.Long[-100_000, 100_000]);
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, line.Array[0, 20]).Sample((excluded, perLine, exempt, lines) =>
        {
            var mode = new TaxMode(excluded, perLine);
            var basket = Of(mode, [.. lines.Select(one => (At(1, new Rate(one.Item1)), one.Item2))]);
            basket = basket with { Customer = new("", "", exempt ? "EX" : "") };
            AddsUp(basket);
            foreach (var row in basket.Taxes)
            {
                var taxed = lines.Where(one => one.Item1 == row.Rate.Ppm).ToList();
                decimal sum = taxed.Sum(one => one.Item2);
                decimal exact = exempt ? 0 : sum * row.Rate.Ppm / (Rate.Whole + (excluded ? 0 : row.Rate.Ppm));
                Assert.True(Math.Abs(row.Tax.Minor - exact) <= 0.5m * (perLine ? taxed.Count : 1), $"{row}, exactly {exact}");
            }
        });
    }

    [Fact]
    public void Whatever_is_stacked_and_split_the_rows_are_the_total()
    {
        var line = Gen.Select(Gen.OneOfConst(Nyc, Hamper, Soap, Stamps), Gen.Long[-10_000, 10_000]);
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, line.Array[0, 12]).Sample((excluded, perLine, exempt, lines) =>
            AddsUp(Of(new TaxMode(excluded, perLine), lines) with { Customer = new("", "", exempt ? "EX" : "") }));
    }

    private static void AddsUp(Basket basket)
    {
        var rows = basket.Taxes;
        Assert.Equal(basket.Total.Minor, rows.Sum(row => row.Gross.Minor));
        Assert.All(rows, row => Assert.Equal(row.Gross, row.Net + row.Tax));
        Assert.Equal(rows.Count, rows.Select(row => (row.Name, row.Rate)).Distinct().Count());
        if (basket.Tax.PricesExcludeTax)
            Assert.Equal(basket.Lines.Sum(line => line.Amount.Minor), rows.Sum(row => row.Net.Minor));
        else if (!basket.Customer.IsExempt)
            Assert.Equal(basket.Lines.Sum(line => line.Amount.Minor), basket.Total.Minor);
        if (basket.Customer.IsExempt)
            Assert.All(rows, row => Assert.Equal(0, row.Tax.Minor));
    }

    private static TaxPart Part(string name, long ppm, long share = Rate.Whole) => new(name, new Rate(ppm), share);

    private static Basket Of(TaxMode mode, (Item Item, long Minor)[] lines) => Empty with
    {
        Tax = mode,
        Lines = [.. lines.Select((line, i) =>
            new BasketLine(i + 1, line.Item, "", Quantity.One(Unit.Each), Cents(line.Minor), Void: false))],
    };
}
