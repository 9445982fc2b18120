using EdgePos.Store;
using Xunit;
using static EdgePos.Tests.Store.Goods;

namespace EdgePos.Tests.Store;

/// <summary>What a row of a price book, and of its tax table, must be.</summary>
public sealed class ItemRulesTests
{
    private static readonly string Long = new('x', 41);
    private static readonly ListPrice Price = new("", 0, 0, Cents(100));

    public static TheoryData<string, BookRow, string[], string> Faults() => new()
    {
        { "no code", Row(Soap with { Sku = "" }), [], "sku" },
        { "a long code", Row(Soap with { Sku = Long }), [], "sku" },
        { "a space", Row(Soap with { Sku = "3 " }), [], "sku" },
        { "a bell", Row(Soap with { Sku = "3\u0007" }), [], "sku" },
        { "no name", Row(Soap with { Name = "" }), [], "name" },
        { "a blank name", Row(Soap with { Name = "  " }), [], "name" },
        { "a long name", Row(Soap with { Name = new string('x', 201) }), [], "name" },
        { "two lines of name", Row(Soap with { Name = "a\nb" }), [], "name" },
        { "no unit", Row(Soap with { Unit = 0 }), [], "unit" },
        { "a price of zero", Row(At(0)), [], "price" },
        { "a price below zero", Row(At(-1)), [], "price" },
        { "too high a price", Row(At(ItemRules.MaxPriceMinor + 1)), [], "price" },
        { "another currency", Row(Soap with { Price = new Money(1, Currency.Of("GBP")) }), [], "price" },
        { "a rate below zero", Row(At(1, new Rate(-1))), [], "tax_rate_ppm" },
        { "a rate above all", Row(At(1, new Rate(Rate.Whole + 1))), [], "tax_rate_ppm" },
        { "a rate and a category", Row(Soap with { TaxCategory = "high" }), [], "tax_rate_ppm" },
        { "too many codes", Row(Soap), [.. Enumerable.Repeat("8710400000013", 51)], "gtins" },
        { "a wrong check digit", Row(Soap), ["4006381333932"], "gtins" },
        { "a long department", Row(Soap with { Department = Long }), [], "department" },
        { "too many tags", Row(Soap with { Tags = [.. Enumerable.Range(0, 21).Select(i => $"t{i}")] }), [], "tags" },
        { "an empty tag", Row(Soap with { Tags = [""] }), [], "tags" },
        { "younger than born", Row(Soap with { MinimumAge = -1 }), [], "minimum_age" },
        { "too old", Row(Soap with { MinimumAge = 100 }), [], "minimum_age" },
        { "serial numbers by weight", Row(Cheese with { Traits = ItemTraits.AsksSerial }), [], "asks_serial" },
        { "a taxed gift card", Row(At(2_500, new Rate(210_000)) with { Traits = ItemTraits.GiftCard }), [], "tax_rate_ppm" },
        { "a gift card by weight", Row(Free(Cheese)), [], "gift_card" },
        { "a gift card with a deposit", Row(Free(Soap)) with { DepositSku = "4" }, [], "gift_card" },
        { "a gift card of other items", Row(Free(Soap) with { Bundle = [new("1", 1_000)] }), [], "gift_card" },
        { "a gift card that is cheaper for some", Row(Free(Soap), Price with { Group = "staff" }), [], "prices" },
        { "its own deposit", Row(Soap) with { DepositSku = "3" }, [], "deposit_sku" },
        { "a deposit by weight", Row(Cheese) with { DepositSku = "4" }, [], "deposit_sku" },
        { "a deposit with a space", Row(Soap) with { DepositSku = " 4" }, [], "deposit_sku" },
        { "a bundle of itself", Row(Soap with { Bundle = [new("3", 1_000)] }), [], "bundle" },
        { "a bundle of nothing", Row(Soap with { Bundle = [new("1", 0)] }), [], "bundle" },
        { "a bundle of too much", Row(Soap with { Bundle = [new("1", 1_000_001)] }), [], "bundle" },
        { "a bundle by weight", Row(Cheese with { Bundle = [new("1", 1_000)] }), [], "bundle" },
        { "too many in a bundle", Row(Soap with { Bundle = [.. Enumerable.Range(10, 51).Select(PartOf)] }), [], "bundle" },
        { "an item twice in a bundle", Row(Soap with { Bundle = [new("1", 1), new("1", 1)] }), [], "bundle" },
        { "too many prices", Row(Soap, [.. Enumerable.Range(1, 51).Select(i => new ListPrice("", i, i + 1, Cents(1)))]), [], "prices" },
        { "a list price of zero", Row(Soap, Price with { Price = Cents(0) }), [], "prices" },
        { "a list price in another currency", Row(Soap, Price with { Price = new Money(1, Currency.Of("GBP")) }), [], "prices" },
        { "a long group", Row(Soap, Price with { Group = Long }), [], "prices" },
        { "it ends as it begins", Row(Soap, Price with { FromUs = 5, UntilUs = 5 }), [], "prices" },
        { "before all time", Row(Soap, Price with { FromUs = -1 }), [], "prices" },
        { "two at once", Row(Soap, Price with { UntilUs = 10 }, Price with { FromUs = 9 }), [], "prices" },
        { "two at once for a group", Row(Soap, Price, Price with { Group = "A" }, Price with { Group = "A", FromUs = 9 }), [], "prices" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_row_that_is_wrong_is_refused_with_its_field(string name, BookRow row, string[] gtins, string field)
    {
        var refusal = ItemRules.Check(row, gtins, Eur);
        Assert.Equal((name, RefusalCode.PriceBookRowInvalid, field), (name, refusal?.Code, refusal?.Field));
        Assert.Equal(row.Item.Sku, refusal?.Args[0]);
    }

    private static BundlePart PartOf(int item) => new($"{item}", 1);

    [Fact]
    public void A_row_that_is_full_is_good()
    {
        var item = Soap with
        {
            Sku = new string('x', 40),
            Name = new string('x', 200),
            Price = Cents(ItemRules.MaxPriceMinor),
            TaxRate = new Rate(Rate.Whole),
            Department = new string('x', 40),
            Tags = [.. Enumerable.Range(0, 20).Select(i => $"t{i}")],
            MinimumAge = 99,
            Traits = ItemTraits.AsksSerial | ItemTraits.OpenPrice | ItemTraits.NotForSale | ItemTraits.NoDiscount,
            Bundle = [.. Enumerable.Range(10, 50).Select(i => new BundlePart($"{i}", 1_000_000))],
        };
        var row = Row(item, [.. Enumerable.Range(1, 50).Select(i => new ListPrice("", i, i + 1, Cents(1)))]) with { DepositSku = "4" };
        Assert.Null(ItemRules.Check(row, ["4006381333931"], Eur));
        Assert.Null(ItemRules.Check(Row(Soap with { Price = null, TaxRate = new Rate(0), TaxCategory = "high" }), [], Eur));
        Assert.Null(ItemRules.Check(Row(Soap, Price, Price with { Group = "A" }, Price with { Group = "B" }), [], Eur));
    }

    public static TheoryData<string, TaxCategory, string?> Categories() => new()
    {
        { "one tax", Category(("", 210_000, Rate.Whole)), null },
        { "zero rate", Category(("", 0, Rate.Whole)), null },
        { "stacked", Category(("STATE", 40_000, Rate.Whole), ("CITY", 45_000, Rate.Whole)), null },
        { "split", Category(("", 90_000, 750_000), ("", 210_000, 250_000)), null },
        { "shares that are not the whole", Category(("", 90_000, 750_000), ("", 210_000, 250_001)), "parts.share_ppm" },
        { "one share", Category(("", 90_000, 500_000)), "parts.share_ppm" },
        { "a share of nothing", Category(("", 90_000, Rate.Whole), ("", 210_000, 0)), "parts.share_ppm" },
        { "a share below nothing", Category(("", 90_000, Rate.Whole + 1), ("", 210_000, -1)), "parts.share_ppm" },
        { "shares beyond all numbers", Category(("", 90_000, long.MaxValue), ("", 210_000, long.MaxValue)), "parts.share_ppm" },
        { "a rate below zero", Category(("", -1, Rate.Whole)), "parts.rate_ppm" },
        { "a rate above all", Category(("", Rate.Whole + 1, Rate.Whole)), "parts.rate_ppm" },
        { "a long name", Category((new string('x', 21), 1, Rate.Whole)), "parts.name" },
        { "a name that moves the printer", Category(("\u001b", 1, Rate.Whole)), "parts.name" },
        { "no tax", Category(), "parts" },
        { "six taxes", Category([.. Enumerable.Repeat(("", 1L, Rate.Whole), 6)]), "parts" },
        { "no code", Category(("", 1, Rate.Whole)) with { Code = "" }, "code" },
        { "a space", Category(("", 1, Rate.Whole)) with { Code = "high " }, "code" },
        { "a long code", Category(("", 1, Rate.Whole)) with { Code = new string('x', 21) }, "code" },
    };

    [Theory, MemberData(nameof(Categories))]
    public void A_tax_category_has_taxes_that_stand_on_all_or_share_all(string name, TaxCategory row, string? field) =>
        Assert.Equal((name, field), (name, TaxCategory.Check(row)?.Field));

    private static Item Free(Item item) => item with { Traits = ItemTraits.GiftCard, TaxRate = default };

    private static BookRow Row(Item item, params ListPrice[] prices) => new(item) { Prices = [.. prices] };

    private static TaxCategory Category(params (string Name, long Ppm, long Share)[] parts) =>
        new("high", new DateOnly(2026, 1, 1), [.. parts.Select(part => new TaxPart(part.Name, new Rate(part.Ppm), part.Share))]);
}
