using CsCheck;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Store;

/// <summary>What a scanner sends, understood. The codes are GS1's own examples where it gives one.</summary>
public sealed class ScanTests
{
    private const string Fnc1 = "\u001d";

    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Currency Eur = Currency.Of("EUR");

    [Theory]
    // GTIN-8, -12, -13, -14; General Specifications 3.3.2
    [InlineData("96385074", "00000096385074", "96385074")]
    [InlineData("036000291452", "00036000291452", "036000291452 36000291452")]
    [InlineData("5449000000996", "05449000000996", "5449000000996")]
    [InlineData("09506000134352", "09506000134352", "09506000134352 9506000134352")]
    [InlineData("]E05449000000996", "05449000000996", "5449000000996")]
    // UPC-E; 5.2.2.4.2. Its digits may be a GTIN-8 too: then that is looked up first.
    [InlineData("01234565", "00000001234565 00012345000065", "01234565 1234565")]
    [InlineData("04252614", "00042100005264", "04252614 4252614")]
    [InlineData("01245733", "00012400000573", "01245733 1245733")]
    [InlineData("01234543", "00012340000053", "01234543 1234543")]
    // codes of the store
    [InlineData("SOAP", "", "SOAP")]
    [InlineData("0042", "", "0042 42")]
    [InlineData("000", "", "000")]
    [InlineData("A-1 b", "", "A-1 b")]
    public void A_plain_code_means_a_GTIN_or_one_of_the_stores_own(string text, string gtins, string skus)
    {
        var scan = Read(text).Value;
        Assert.Equal(gtins, string.Join(' ', scan.Gtins));
        Assert.Equal(skus, string.Join(' ', scan.Skus));
        Assert.Equal((ScanKind.Item, false), (scan.Kind, scan.HasWrongCheckDigit));
    }

    [Theory]
    [InlineData("5449000000997")]
    [InlineData("036000291453")]
    [InlineData("96385075")]
    public void Digits_with_a_wrong_check_digit_are_told_apart_from_an_unknown_code(string text) =>
        Assert.True(Read(text).Value.HasWrongCheckDigit);

    [Theory]
    [InlineData("]C10109506000134352" + "10ABC123" + Fnc1 + "21S42", "ABC123", "S42")]
    [InlineData("]d2010950600013435221S42" + Fnc1 + "10ABC123", "ABC123", "S42")]
    [InlineData(Fnc1 + "010950600013435210ABC123" + Fnc1 + "21S42" + Fnc1, "ABC123", "S42")]
    [InlineData("(01)09506000134352(10)ABC123(21)S42", "ABC123", "S42")]
    [InlineData("010950600013435210ABC123" + Fnc1 + "21S42", "ABC123", "S42")] // no symbology identifier
    [InlineData("010950600013435210ABC123", "ABC123", "")] // no FNC1 either
    [InlineData("https://id.gs1.org/01/09506000134352/10/ABC123/21/S42", "ABC123", "S42")]
    [InlineData("https://shop.example/some/path/01/9506000134352/10/ABC123/21/S42?linkType=x", "ABC123", "S42")]
    [InlineData("https://shop.example/gtin/09506000134352/lot/ABC123/ser/S42", "ABC123", "S42")]
    [InlineData("http://example.org/01/09506000134352/10/01/21/a%2Fb", "01", "a/b")]
    public void An_element_string_and_a_Digital_Link_say_the_same(string text, string batch, string serial)
    {
        var scan = Read(text).Value;
        Assert.Equal(("09506000134352", batch, serial), (Assert.Single(scan.Gtins).Digits, scan.Batch, scan.Serial));
        Assert.Equal(text, scan.Text);
    }

    [Theory]
    [InlineData("(01)09506000134352(15)261124", "2026-11-24")] // the last day is a day
    [InlineData("(01)09506000134352(17)270200", "2027-02-28")] // 00: the last of the month, 3.4.5
    [InlineData("(01)09506000134352(17)280200", "2028-02-29")]
    [InlineData("(01)09506000134352(17)261100", "2026-11-30")]
    [InlineData("(01)09506000134352(15)280101(17)270101", "2027-01-01")] // the earlier of two
    [InlineData("(01)09506000134352(16)761231", "2076-12-31")] // section 7.12: up to 50 years on
    [InlineData("https://id.gs1.org/01/09506000134352?17=271231", "2027-12-31")]
    public void A_date_on_the_goods_is_the_last_day_on_which_they_are_sold(string text, string sellBy) =>
        Assert.Equal(sellBy, $"{Read(text).Value.SellBy:O}");

    [Theory]
    [InlineData("(01)09506000134352(15)261123")]
    [InlineData("(01)09506000134352(17)770101")] // 51 years on is 49 years ago
    public void Goods_past_their_date_are_refused(string text) => Assert.Equal(RefusalCode.PastSellBy, Read(text).Refusal?.Code);

    [Theory]
    [InlineData("(01)99506000134355(3103)000350", 350, Unit.Kilogram)]
    [InlineData("(01)99506000134355(3100)000012", 12_000, Unit.Kilogram)]
    [InlineData("(01)99506000134355(3105)012345", 123, Unit.Kilogram)]
    [InlineData("(01)99506000134355(3201)000010", 454, Unit.Kilogram)] // a pound
    [InlineData("(01)99506000134355(3112)000150", 1_500, Unit.Metre)]
    [InlineData("(01)99506000134355(3153)000750", 750, Unit.Litre)]
    [InlineData("(01)99506000134355(30)6", 6_000, Unit.Each)]
    [InlineData("]e001995060001343553103001250" + "392201599", 1_250, Unit.Kilogram)]
    public void A_measure_on_the_goods_is_thousandths_of_its_unit(string text, long thousandths, Unit unit)
    {
        var scan = Read(text).Value;
        Assert.Equal(new Quantity(thousandths, unit), scan.Measure);
        Assert.True(scan.IsOfVariableMeasure);
        Assert.False(Read(text.Replace("99506000134355", "09506000134352", StringComparison.Ordinal)).Value.IsOfVariableMeasure);
    }

    [Theory]
    [InlineData("(01)99506000134355(3922)1599", 1_599L, null)]
    [InlineData("(01)99506000134355(3920)15", 1_500L, null)]
    [InlineData("(01)99506000134355(3923)15990", 1_599L, null)]
    [InlineData("(01)99506000134355(3932)9781599", 1_599L, null)]
    [InlineData("(01)99506000134355(8005)000365", null, 365L)]
    public void A_price_on_the_goods_is_minor_units(string text, long? price, long? unitPrice)
    {
        var scan = Read(text).Value;
        Assert.Equal((price, unitPrice), (scan.Price?.Minor, scan.UnitPrice?.Minor));
    }

    [Theory]
    [InlineData("(01)09506000134353", RefusalCode.CheckDigitWrong)]
    [InlineData("(10)ABC", RefusalCode.CodeUnreadable)] // names no item
    [InlineData("(01)0950600013435", RefusalCode.CheckDigitWrong)]
    [InlineData("]C1010950600013435", RefusalCode.CodeUnreadable)] // cut off
    [InlineData("]C1", RefusalCode.CodeUnreadable)]
    [InlineData("]C10109506000134352" + "05123", RefusalCode.CodeUnreadable)] // there is no 05
    [InlineData("(01)09506000134352(15)261301", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(15)270230", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(15)27ab01", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(3109)000350", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(3103)00035", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(3923)15999", RefusalCode.CodeUnreadable)] // a tenth of a cent
    [InlineData("(01)09506000134352(3920)999999999999999", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(3922)9999999999999999999", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(3932)8401599", RefusalCode.CurrencyMismatch)]
    [InlineData("(01)09506000134352(3932)000", RefusalCode.CurrencyMismatch)]
    [InlineData("(01)09506000134352(10)123456789012345678901", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(30)123456789", RefusalCode.CodeUnreadable)]
    [InlineData("(01)09506000134352(", RefusalCode.CodeUnreadable)]
    [InlineData("(", RefusalCode.CodeUnreadable)]
    [InlineData("https://example.com/", RefusalCode.CodeUnreadable)]
    [InlineData("https://example.com/01/", RefusalCode.CodeUnreadable)]
    [InlineData("https://example.com/01/09506000134353", RefusalCode.CheckDigitWrong)]
    [InlineData("https://example.com/01/09506000134352/99", RefusalCode.CodeUnreadable)]
    [InlineData("https://", RefusalCode.CodeUnreadable)]
    public void What_cannot_be_read_is_refused_with_a_reason(string text, RefusalCode code) => Assert.Equal(code, Read(text).Refusal?.Code);

    [Theory]
    [InlineData("]Q")]
    [InlineData("]")]
    public void A_scanner_that_says_only_what_it_read_from_has_read_no_item(string text) =>
        Assert.Equal((ScanKind.Item, text), (Read(text).Value.Kind, Read(text).Value.Text));

    [Fact]
    public void Whatever_comes_from_a_scanner_is_read_or_refused_and_nothing_breaks() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789()]CdeQ/\u001d%"], 0, 60],
            Gen.String[Gen.Char["0123456789"], 0, 40].Select(digits => "]C101" + digits),
            Gen.String.Select(tail => "https://example.com/01/09506000134352/" + tail),
            Gen.String[Gen.Char["0123456789"], 0, 20].Select(digits => "(01)09506000134352(" + digits.Insert(digits.Length / 2, ")")))
        .Sample(text => _ = Reader().Read(text, Today), iter: 20_000);

    [Theory]
    // General Specifications 7.9.3: the examples of the tables
    [InlineData("2875", '9')]
    [InlineData("14685", '6')]
    [InlineData("0000", '0')]
    [InlineData("00000", '0')]
    public void A_price_within_a_code_has_a_check_digit_of_its_own(string field, char digit) =>
        Assert.Equal(digit, PriceVerifier.Of(field));

    [Theory]
    [InlineData("21IIIIIVPPPPC", true)]
    [InlineData("22IIIIIWWWWWC", true)]
    [InlineData("02IIIIIPPPPPC", true)]
    [InlineData("28IIIIIINNNNC", true)]
    [InlineData("2140IIIIPPPPC", true)]
    [InlineData("21IIIIIVPPPC", false)] // 12
    [InlineData("31IIIIIVPPPPC", false)] // not the store's to give
    [InlineData("2IIIIIIVPPPPC", false)]
    [InlineData("21IIIIIVPPPPP", false)]
    [InlineData("21IIIIIVVPPPC", false)]
    [InlineData("21IIIIIWWPPPC", false)]
    [InlineData("21IIPPPIIIIIC", false)] // a field in two pieces
    [InlineData("21VPPPPPPPPPC", false)] // no item
    [InlineData("21IIIIIIIIIIC", false)] // no value
    [InlineData("21IIIIIIIVPPC", false)] // no check digit is defined for two
    [InlineData("", false)]
    public void A_layout_of_labels_is_checked(string pattern, bool good) => Assert.Equal(good, LabelLayout.TryParse(pattern, out _));

    [Theory]
    [InlineData("21IIIIIVPPPPC", "2112345928756", "12345", "2112345000006", 2_875L, null)]
    [InlineData("22IIIIIWWWWWC", "2200042003508", "00042 42", "2200042000004", null, 350L)]
    [InlineData("28IIIIIINNNNC", "2800012300122", "000123 123", "2800012300009", null, 12_000L)]
    public void A_scales_label_says_which_item_and_how_much(
        string pattern, string text, string skus, string article, long? price, long? thousandths)
    {
        text = text[..12] + Gtin.CheckDigit(text.AsSpan(0, 12));
        var scan = Reader(pattern).Read(text, Today).Value;
        Assert.Equal(skus, string.Join(' ', scan.Skus));
        Assert.Equal("0" + article[..12] + Gtin.CheckDigit(article.AsSpan(0, 12)), Assert.Single(scan.Gtins).Digits);
        Assert.Equal((price, thousandths, true), (scan.Price?.Minor, scan.Measure?.Thousandths, scan.IsOfVariableMeasure));
    }

    [Fact]
    public void A_label_whose_price_was_misread_is_refused()
    {
        string text = "211234582875";
        text += Gtin.CheckDigit(text);
        Assert.Equal(RefusalCode.CheckDigitWrong, Reader("21IIIIIVPPPPC").Read(text, Today).Refusal?.Code);
        Assert.Equal("21" + text[2..], Reader("22IIIIIVPPPPC").Read(text, Today).Value.Skus[0]); // another prefix: a plain code
    }

    [Theory]
    [InlineData("S1-3-17", ScanKind.Receipt)]
    [InlineData("S2-3-17", ScanKind.Item)]
    [InlineData("99123", ScanKind.Coupon)]
    [InlineData("6012", ScanKind.GiftCard)]
    [InlineData("2990000000001", ScanKind.LoyaltyCard)]
    [InlineData("B7", ScanKind.Badge)]
    [InlineData("SOAP", ScanKind.Item)]
    public void A_code_on_no_goods_is_known_by_how_it_begins(string text, ScanKind kind) => Assert.Equal(kind, new ScanReader("S1", Eur, [],
        [new("99", ScanKind.Coupon), new("60", ScanKind.GiftCard), new("299", ScanKind.LoyaltyCard), new("B", ScanKind.Badge)])
        .Read(text, Today).Value.Kind);

    private static Result<Scan> Read(string text) => Reader().Read(text, Today);

    private static ScanReader Reader(params string[] layouts) => new("S1", Eur,
        [.. layouts.Select(pattern => LabelLayout.TryParse(pattern, out var layout) ? layout : throw new ArgumentException(pattern))], []);
}
