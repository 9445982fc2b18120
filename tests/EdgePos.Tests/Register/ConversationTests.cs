using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>A cashier and the real box: what is asked, what is shown, what becomes of it.</summary>
public sealed class ConversationTests : IDisposable
{
    private const string Book = """
        sku,gtin,name,unit,price,currency,tax_percent,department,tax_category,minimum_age,deposit_sku,flags
        COLA,5449000000996,Cola,each,1.99,EUR,9,DRINKS,,,BOTTLE,
        BOTTLE,,Deposit bottle,each,0.15,EUR,0,,,,,no_discount
        WINE,,Wine,each,7.50,EUR,,DRINKS,HIGH,18,,
        PHONE,,Phone,each,199.00,EUR,21,,,,,serial
        REPAIR,,Repair,each,,EUR,21,,,,,open_price
        SOAP,,Soap,each,2.50,EUR,21,CARE,,,,
        """;

    private const string Offers = """
        { "taxCategories": [ { "code": "HIGH", "parts": [ { "ratePpm": "210000", "sharePpm": "1000000" } ] } ],
          "promotions": [
            { "promotionId": "SOAP3", "name": "Soap 3 for 2", "items": { "skus": ["SOAP"] }, "nForM": { "pieces": 3, "paid": 2 } },
            { "promotionId": "TEN", "name": "Ten percent", "coupon": "SUMMER", "items": { "everything": true },
              "combination": "COMBINATION_COMBINABLE", "percentOff": { "percentPpm": "100000" } } ] }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_script_discounts_parks_takes_every_tender_and_takes_back()
    {
        await using var daemon = await StartAsync();
        var (code, output) = await daemon.RegisterAsync("""
            COLA
            2*SOAP
            SOAP
            !price 1 1.00 OLD
            price 1 1.90 OLD
            discount 5% REGULAR
            discount off
            !discount 4 50% FRIEND
            approve anna 4711
            discount 4 50% FRIEND
            !discount 3 50% FRIEND
            discount 4 off
            coupon SUMMER
            coupon NOPE
            coupon NOPE off
            group TRADE 12345
            exempt C-1
            exempt off
            note 1 cold
            park woman with dog
            parked
            take 1
            card 2 REF
            untender 1
            voucher 1 V1
            card 1 REF2
            foreign USD 1
            cash

            receipt
            !WINE
            !PHONE
            !REPAIR
            return S1-1-1
            return S1-1-1 3 1 BROKEN
            return damaged S1-1-1 4 BROKEN
            !refund 4
            refund

            !return-item SOAP 5 UNWANTED
            approve anna 4711
            return-item SOAP 5 UNWANTED
            card -12.50 REF3

            stock SOAP

            """);
        Assert.True(code == 0, output);
        foreach (string text in new[]
        {
            "+ 1 more of SOAP: Soap 3 for 2", "APPROVAL_NEEDED", "approve ****", "! Coupon NOPE gives nothing so far.",
            "No tax is due, by certificate C-1", "woman with dog (4 lines, register 1)", "Taken up: woman with dog",
            "hand over 2.00 EUR", "0.92 EUR taken", "  instead of 1.99: OLD", "  Soap 3 for 2", "Voucher V1", "Card REF2",
            "Cash 1.00 USD", "\n  cold\n", "AGE_CHECK_NEEDED", "SERIAL_NEEDED", "PRICE_NEEDED",
            "What may still come back of receipt S1-1-1",
            "Soap comes back: -1", "TENDER_TOO_MUCH", "12.50 EUR given back", "No stock is kept of SOAP",
        })
            Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_box_needs_to_know_is_asked_at_once_and_the_scan_is_sent_again()
    {
        await using var daemon = await StartAsync();
        using var hand = new Hand(daemon, 1, "y", "IMEI-1", "dear", "12,50", "bob", "0000", "anna", "4711");
        await hand.Does("WINE", OutcomeKind.Done);
        await hand.Does("PHONE", OutcomeKind.Done);
        await hand.Does("REPAIR", OutcomeKind.Done);
        await hand.Does("discount 2 50% FRIEND", OutcomeKind.Done);
        var lines = hand.Cashier.Basket!.Lines;
        Assert.Equal([750, 9950, 1250], lines.Select(line => line.Amount.Minor));
        Assert.Equal(("IMEI-1", "anna"), (lines[1].Serial, lines[1].Reduction.ApprovedBy));
        Assert.Contains("Wine is sold from the age of 18", hand.Screen, StringComparison.Ordinal);
        Assert.Contains("This approval is not known", hand.Screen, StringComparison.Ordinal);

        // An approval holds for the one command it was asked for.
        Assert.Equal("APPROVAL_NEEDED", (await hand.Does("discount 1 50% FRIEND", OutcomeKind.Refused)).Code);
    }

    [Theory]
    [InlineData("1990-05-31", true)]
    [InlineData("2024-05-31", false)] // too young: not asked again
    [InlineData("n", false)]
    [InlineData("", false)]
    public async Task An_age_is_looked_at_or_reckoned(string said, bool sold)
    {
        await using var daemon = await StartAsync();
        using var hand = new Hand(daemon, 1, said);
        var outcome = await hand.Does("WINE", sold ? OutcomeKind.Done : OutcomeKind.Refused);
        Assert.Equal(sold ? "" : "AGE_CHECK_NEEDED", outcome.Code);
        Assert.Equal(sold ? 1 : 0, hand.Cashier.Basket!.Lines.Count);
    }

    [Fact]
    public async Task The_screen_shows_discounts_deposits_returns_and_hints_where_they_belong()
    {
        await using var daemon = await StartAsync();
        using var hand = new Hand(daemon, 1);
        foreach (string line in new[] { "COLA", "2*SOAP", "discount 1 5% OLD", "return-item COLA TOO MUCH", "note gift" })
            await hand.Does(line, OutcomeKind.Done);
        string[] screen = hand.Draw();
        string[] wanted = ["Cola", "Discount OLD", "  Deposit bottle", "Soap", "Cola", "back without a receipt: TOO MUCH", "Note: gift",
            "+ 1 more of SOAP: Soap 3 for 2", "Saved", "Total", "To pay"];
        int at = -1;
        foreach (string text in wanted)
        {
            at = Array.FindIndex(screen, at + 1, row => row.Contains(text, StringComparison.Ordinal));
            Assert.True(at >= 0, $"no {text} in its place:\n{string.Join('\n', screen)}");
        }

        Assert.Contains("-0.10", screen.First(row => row.Contains("Discount OLD", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(screen, row => row.Contains("-1.99", StringComparison.Ordinal));
    }

    private async Task<Daemon> StartAsync()
    {
        var daemon = await new Daemon(_folder.File("data"), [.. Daemon.Alone, SalesModel.Approvers,
            "--Selling:Tenders=cash|card|voucher|account|foreign_cash", "--Selling:ForeignRates=USD:0.92"]).StartAsync();
        File.WriteAllText(_folder.File("book.csv"), Book);
        File.WriteAllText(_folder.File("offers.json"), Offers);
        foreach (string file in new[] { "offers.json", "book.csv" })
        {
            var (code, output) = await daemon.RegisterAsync("", "import", _folder.File(file));
            Assert.True(code == 0, output);
        }

        return daemon;
    }
}
