using CsCheck;
using EdgePos.Files;
using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>What the register reads: files and what a cashier types.</summary>
public sealed class ReadingTests
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("", "")]
    [InlineData(",", "|")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",x", "say \"hi\"|x")]
    [InlineData("\"\",x", "|x")]
    [InlineData("\"open,x", null)]
    [InlineData("a\"b,c", null)]
    [InlineData("\"a\"b,c", null)]
    public void A_line_of_a_file_is_split_or_refused(string line, string? fields)
    {
        Assert.Equal(fields is not null, CsvLine.TrySplit(line, out var split));
        if (fields is not null)
            Assert.Equal(fields.Split('|'), split);
    }

    [Fact]
    public void Whatever_was_written_is_read_back() => Gen.String[Gen.Char[' ', '~'], 0, 8].Array[1, 6].Sample(fields =>
    {
        string line = string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        Assert.True(CsvLine.TrySplit(line, out var split));
        Assert.Equal(fields, split);
    });

    [Theory]
    [InlineData("12.50", 2, 1250L)]
    [InlineData("12,5", 2, 1250L)]
    [InlineData("-3", 2, -300L)]
    [InlineData("0.10", 1, 1L)]
    [InlineData("12.505", 2, null)]
    [InlineData("12.", 2, null)]
    [InlineData(".5", 2, null)]
    [InlineData("1e3", 2, null)]
    [InlineData(" 1", 2, null)]
    [InlineData("1,000.00", 2, null)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("9223372036854775808", 0, null)]
    [InlineData("92233720368547758.08", 2, null)]
    public void An_amount_is_exact_or_refused(string text, int decimals, long? value)
    {
        Assert.Equal(value is not null, Scaled.TryParse(text, decimals, ".,", out long read));
        Assert.Equal(value ?? read, read);
    }

    [Fact]
    public void An_amount_that_was_written_is_read_back() => Gen.Select(Gen.Long, Gen.Int[0, 3]).Sample((value, decimals) =>
    {
        if (value == long.MinValue)
            return; // its digits alone do not fit
        Assert.True(Scaled.TryParse(Scaled.Format(value, decimals, "."), decimals, ".", out long read));
        Assert.Equal(value, read);
    });

    public static TheoryData<string, object> Typing() => new()
    {
        { "5449000000996", new Typed.Item("5449000000996", null) },
        { "  SOAP ", new Typed.Item("SOAP", null) },
        { "3*SOAP", new Typed.Item("SOAP", 3000) },
        { "0,350*CHEESE", new Typed.Item("CHEESE", 350) },
        { "-1*SOAP", new Typed.Item("SOAP", -1000) },
        { "1000000000000*SOAP", new Typed.Item("SOAP", 1_000_000_000_000_000) },
        { "A*B", new Typed.Item("A*B", null) },
        { "3*", new Typed.Wrong(Say.NotAQuantity, "3*", Say.HintQuantity) },
        { "3x*SOAP", new Typed.Wrong(Say.NotAQuantity, "3x", Say.HintQuantity) },
        { "9999999999999999999*SOAP", new Typed.Wrong(Say.NotAQuantity, "9999999999999999999", Say.HintQuantity) },
        { "qty 2 5", new Typed.ChangeQuantity(2, 5000) },
        { "AANTAL 2 5", new Typed.ChangeQuantity(2, 5000) },
        { "qty two 5", new Typed.Wrong(Say.NotALine, "two", Say.HintQty) },
        { "qty 2", new Typed.Wrong(Say.NotALine, "2", Say.HintQty) },
        { "void 3", new Typed.VoidLine(3) },
        { "vervalt", new Typed.Wrong(Say.NotALine, "", Say.HintVoid) },
        { "cash", new Typed.Cash("") },
        { "contant 20", new Typed.Cash("20") },
        { "cash 1 000", new Typed.Wrong(Say.NotAnAmount, "1 000", Say.HintCash) },
        { "", new Typed.Enter() },
        { "receipt S1-1-3", new Typed.ShowReceipt("S1-1-3") },
        { "bon", new Typed.ShowReceipt("") },
        { "klant", new Typed.Customer(null) },
        {
            "customer Jan; Markt 1; jan@example.org; btw NL1; 1234 AB Utrecht; +31 30 1", new Typed.Customer(new CustomerDetails
            {
                Name = "Jan",
                Address = { "Markt 1", "1234 AB Utrecht" },
                Email = "jan@example.org",
                Phone = "+31 30 1",
                TaxNumber = "NL1",
            })
        },
        { "?", new Typed.Help() },
        { "quit", new Typed.Quit() },
    };

    [Theory, MemberData(nameof(Typing))]
    public void What_a_cashier_types_is_understood(string line, object typed) => Assert.Equal(typed, Typed.Read(line));

    [Fact]
    public void Nothing_that_can_be_typed_upsets_the_register() => Gen.String.Sample(line => Assert.NotNull(Typed.Read(line)));

    [Theory]
    [InlineData("1,SOAP,Soap,2,d,2.50,c,UK", "")]
    [InlineData("1,SOAP,Soap,two,d,2.50,c,UK", "the quantity 'two' is no whole number")]
    [InlineData("1,SOAP,Soap,9223372036854775807,d,2.50,c,UK", "beyond all bounds")]
    [InlineData("1,SOAP,Soap,2,d,2.505,c,UK", "the price '2.505' is no amount in GBP")]
    [InlineData("1,,Soap,2,d,2.50,c,UK", "it has no stock code")]
    [InlineData(",SOAP,Soap,2,d,2.50,c,UK", "it has no invoice number")]
    [InlineData("1,SOAP,Soap,2", "it has 4 fields, not 8")]
    [InlineData("1,SOAP,\"Soap,2,d,2.50,c,UK", "a quote is not closed")]
    [InlineData(null, "it is not UTF-8")]
    public void A_broken_line_is_kept_with_its_number_and_what_is_wrong(string? line, string why)
    {
        var invoices = SalesFile.Read("f", [new FileLine(1, Header), new FileLine(2, line)], "GBP");
        var invoice = Assert.Single(invoices);
        if (why.Length == 0)
            Assert.Equal(new SalesLine(2, "SOAP", "Soap", 2, 250, "c"), Assert.Single(invoice.Lines));
        else
            Assert.Contains(why, Assert.Single(invoice.Broken, broken => broken.Number == 2).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_line_belongs_to_the_invoice_it_stands_in()
    {
        var lines = new[] { Header, "1,A,A,1,d,1,c,UK", "\"", "2,B,B,1,d,1,c,UK" };
        var invoices = SalesFile.Read("f", [.. lines.Select((text, i) => new FileLine(i + 1, text))], "GBP");
        Assert.Equal([1, 0], invoices.Select(invoice => invoice.Broken.Count));
    }

    [Fact]
    public void A_command_of_a_replay_has_the_same_id_again_and_another_one_in_another_run()
    {
        Invoice first = new(0, "536365", [], []), second = new(1, "536365", [], []);
        string[] ids =
        [
            new CommandIds("1", "f").Of(first, "open"), new CommandIds("1", "f").Of(first, "complete"),
            new CommandIds("1", "f").Of(second, "open"), new CommandIds("2", "f").Of(first, "open"),
            new CommandIds("1", "g").Of(first, "open"),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], new CommandIds("1", "f").Of(first, "open"));
        Assert.All(ids, id => Assert.Equal('8', Guid.Parse(id).ToString()[14]));
    }

    [Theory]
    [InlineData("SOAP,5449000000996,\"Soap, green\",each,2.50,EUR,9", "")]
    [InlineData("SOAP,,Soap,kg,,EUR,5.5", "")] // no price: the box refuses to sell it
    [InlineData("SOAP,,Soap,pound,2.50,EUR,9", "the unit 'pound' is not each, kg, m or l")]
    [InlineData("SOAP,,Soap,each,2.505,EUR,9", "the price '2.505' is no amount in EUR")]
    [InlineData("SOAP,,Soap,each,2.50,euro,9", "'euro' is no ISO 4217 code")]
    [InlineData("SOAP,,Soap,each,2.50,EUR,high", "the tax 'high' is no percentage")]
    [InlineData("SOAP,,Soap", "it has 3 fields, not 7")]
    public void A_line_of_a_price_book_is_an_item_or_told(string line, string why)
    {
        var (items, broken) = PriceBookFile.Read([new FileLine(1, ""), new FileLine(2, line)]);
        Assert.Equal(why, broken.SingleOrDefault()?.Why ?? "");
        Assert.Equal(why.Length == 0, items.Count == 1);
    }

    [Fact]
    public void Every_sentence_is_there_in_every_language()
    {
        foreach (string language in Texts.Languages)
        {
            var texts = new Texts(language);
            Assert.All(Enum.GetValues<Say>(), say => Assert.NotEqual("", texts.Of(say)));
        }
    }
}
