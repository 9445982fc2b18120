using EdgePos.Files;
using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>Files that say more of an item than its price.</summary>
public sealed class ImportFileTests
{
    private const string Seven = "sku,gtin,name,unit,price,currency,tax_percent";

    [Fact]
    public void Further_columns_stand_in_any_order()
    {
        var (items, broken) = PriceBookFile.Read(
        [
            new FileLine(1, Seven + ",flags,minimum_age,tax_category,department,deposit_sku,tags"),
            new FileLine(2, "BEER,,Beer,each,1.20,EUR,,serial no_discount,18,HIGH,DRINKS,BOTTLE,dark local"),
            new FileLine(3, "SOAP,,Soap,each,2.50,EUR,9,,,,,,"),
        ]);
        Assert.Empty(broken);
        Assert.Equal(
            new Item
            {
                Sku = "BEER",
                Name = "Beer",
                Unit = Unit.Each,
                Price = new Money { Minor = 120, Currency = "EUR" },
                AsksSerial = true,
                NoDiscount = true,
                MinimumAge = 18,
                TaxCategory = "HIGH",
                Department = "DRINKS",
                DepositSku = "BOTTLE",
                Tags = { "dark", "local" },
            }, items[0]);
        Assert.Equal((90_000, 0, ""), (items[1].TaxRatePpm, items[1].MinimumAge, items[1].TaxCategory));
    }

    [Theory]
    [InlineData("minimum_age,colour", "SOAP,,Soap,each,2.50,EUR,9,,", "the column 'colour' is not known, or comes twice")]
    [InlineData("flags,flags", "SOAP,,Soap,each,2.50,EUR,9,,", "the column 'flags' is not known, or comes twice")]
    [InlineData("flags", "SOAP,,Soap,each,2.50,EUR,9,free", "the flag 'free' is not serial, open_price, not_for_sale, no_discount or gift_card")]
    [InlineData("minimum_age", "SOAP,,Soap,each,2.50,EUR,9,old", "the minimum_age 'old' is no number of years")]
    [InlineData("minimum_age", "SOAP,,Soap,each,2.50,EUR,9", "it has 7 fields, not 8")]
    [InlineData("tax_category", "SOAP,,Soap,each,2.50,EUR,,", "the tax '' is no percentage")]
    public void What_is_wrong_with_them_is_told(string columns, string line, string why)
    {
        FileLine[] lines = [new(1, $"{Seven},{columns}"), new(2, line)];
        Assert.True(PriceBookFile.IsOne(lines));
        var (items, broken) = PriceBookFile.Read(lines);
        Assert.Empty(items);
        Assert.Equal(why, Assert.Single(broken).Why);
    }

    [Fact]
    public void Promotions_and_taxes_come_as_JSON_and_are_laid_over_what_is_there()
    {
        var book = OffersFile.Read("offers.json",
        [
            new FileLine(1, """{ "taxCategories": [ { "code": "HIGH", "parts": [ { "ratePpm": "210000", "sharePpm": "1000000" } ] } ],"""),
            new FileLine(2, """ "promotions": [ { "promotionId": "P", "name": "3 for 2", "items": { "skus": ["SOAP"] },"""),
            new FileLine(3, """ "nForM": { "pieces": 3, "paid": 2 } } ] }"""),
        ]);
        Assert.True(book.Merge);
        Assert.Equal(210_000, Assert.Single(Assert.Single(book.TaxCategories).Parts).RatePpm);
        Assert.Equal(new NForM { Pieces = 3, Paid = 2 }, Assert.Single(book.Promotions).NForM);
    }

    [Theory]
    [InlineData("{ \"promotions\": [ { \"promotionid\": 1 } ] }")]
    [InlineData("{ \"promotions\": [")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_such_JSON_is_told(string? text)
    {
        var fault = Assert.Throws<RegisterFault>(() => OffersFile.Read("offers.json", [new FileLine(1, text)]));
        Assert.Equal(65, fault.ExitCode);
        Assert.Contains("offers.json", fault.Message, StringComparison.Ordinal);
    }
}
