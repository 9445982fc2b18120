using EdgePos.Gateway;
using EdgePos.V1;
using Microsoft.Extensions.Options;

namespace EdgePos.Tests;

/// <summary>Receipts with everything on them, and the store that they are of.</summary>
internal static class Receipts
{
    public static StoreProfile Store(string language = "en") => new(Options.Create(new StoreOptions
    {
        Tenant = "t",
        Code = "S1",
        Box = "b",
        Currency = "EUR",
        Language = language,
        Name = "De Kroon",
        Header = "Markt 1, 1234 AB Delft|BTW NL001234567B01",
        Footer = "Return within 30 days, unused and with this receipt, at any of our stores|Food is not taken back",
        TimeZone = "Europe/Amsterdam",
    }));

    /// <summary>An exchange with discounts, deposits, measures, another price, a foreign note and rounding.</summary>
    public static Receipt Rich()
    {
        var receipt = Bare(49_87, (90_000, "", 40_87), (210_000, "", 9_00));
        receipt.Lines.Add([
            Line(1, "Koffie", 1000, 7_99),
            With(Line(2, "Verjaardagstaart met slagroom en aardbeien voor twaalf personen", 1000, 24_95), line =>
            {
                line.Discounts.Add(new Discount { Name = "Taartweek 10% op alle taarten", Amount = Euro(2_50) });
                line.Discounts.Add(new Discount { Amount = Euro(1_00) });
                line.Note = "with candles";
            }),
            Line(3, "Cola 0,5 l", 3000, 1_99),
            With(Line(4, "Statiegeld", 3000, 15), line => line.DepositOf = 3),
            Line(5, "Oude kaas", 334, 14_99, Unit.Kilogram),
            With(Line(6, "Radio", 1000, 49_00), line => (line.ListPrice, line.Serial) = (Euro(59_00), "SN-0042")),
            With(Line(7, "Jas", -1000, 40_00), line =>
                line.ReturnOf = new ReturnOf { ReceiptNumber = "S1-2-9", Line = 1, Reason = "too small" }),
        ]);
        receipt.Rounding = Euro(-2);
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(5_00), Voucher = new Voucher { Number = "TB-77" } });
        receipt.Tenders.Add(new Tender { Tender_ = 2, Amount = Euro(20_00), Card = new Card { Reference = "A1B2C3" } });
        receipt.Tenders.Add(new Tender
        {
            Tender_ = 3,
            Amount = Euro(27_60),
            ForeignCash = new ForeignCash { Foreign = new Money { Minor = 30_00, Currency = "USD" } },
        });
        receipt.Change = Euro(2_75);
        receipt.Note = "Gift wrapped";
        receipt.Customer = new CustomerDetails { Name = "Bakkerij <De> & Zn", Address = { "Markt 1" }, TaxNumber = "NL001" };
        return receipt;
    }

    /// <summary>Prices without tax, two taxes with names on top, on account.</summary>
    public static Receipt TaxOnTop()
    {
        var receipt = Bare(113_88, (50_000, "GST", 105_00), (88_750, "Provincial sales", 8_88));
        receipt.PricesExcludeTax = true;
        (receipt.Taxes[0].Net, receipt.Taxes[0].Tax) = (Euro(100_00), Euro(5_00));
        (receipt.Taxes[1].Net, receipt.Taxes[1].Tax) = (Euro(0), Euro(8_88));
        receipt.Lines.Add(Line(1, "Chair", 2000, 50_00));
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(113_88), Account = new Account { Number = "ACME-1" } });
        return receipt;
    }

    /// <summary>Somebody who pays no tax, in a store whose prices hold it.</summary>
    public static Receipt Exempt()
    {
        var receipt = Bare(10_000_000_00, (210_000, "", 10_000_000_00));
        (receipt.Taxes[0].Net, receipt.Taxes[0].Tax) = (Euro(10_000_000_00), Euro(0));
        receipt.ForCustomer = new BasketCustomer { Reference = "K-12", Exemption = "EX-9" };
        receipt.Lines.Add(Line(1, "Machine", 1000, 12_100_000_00));
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(10_000_000_00), Account = new Account { Number = "K-12" } });
        return receipt;
    }

    /// <summary>A gift card that is sold beside what another one pays, and the rest in cash.</summary>
    public static Receipt GiftCards()
    {
        var receipt = Bare(54_50, (0, "", 50_00), (90_000, "", 4_50));
        receipt.Lines.Add(Line(1, "Thee", 1000, 4_50));
        receipt.Lines.Add(With(Line(2, "Cadeaukaart", 1000, 50_00), line => (line.Serial, line.Traits) = ("6299000000001234", 16)));
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(4_50), GiftCard = new GiftCard { Number = "6299000000005678" } });
        receipt.Tenders.Add(new Tender { Tender_ = 2, Amount = Euro(50_00), Cash = new Cash() });
        receipt.GiftCards.Add(new GiftCardBalance { Number = "6299000000001234", Balance = Euro(50_00) });
        receipt.GiftCards.Add(new GiftCardBalance { Number = "6299000000005678", Balance = Euro(15_50) });
        return receipt;
    }

    /// <summary>A customer pays a part with points, and earns others.</summary>
    public static Receipt Points()
    {
        var receipt = Bare(14_50, (90_000, "", 14_50));
        receipt.ForCustomer = new BasketCustomer { Reference = "1001" };
        receipt.Lines.Add(Line(1, "Thee", 1000, 14_50));
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(2_50), Points = new PointsPaid { Customer = "1001", Points = 50 } });
        receipt.Tenders.Add(new Tender { Tender_ = 2, Amount = Euro(12_00), Cash = new Cash() });
        (receipt.PointsEarned, receipt.PointsSpent, receipt.PointsAfter) = (12, 50, 202);
        return receipt;
    }

    /// <summary>Nothing but what comes back, without a receipt.</summary>
    public static Receipt Refund()
    {
        var receipt = Bare(-4_50, (90_000, "", -4_50));
        receipt.Lines.Add(With(Line(1, "Thee", -1000, 4_50), line => line.ReturnOf = new ReturnOf { Reason = "stale" }));
        receipt.Tenders.Add(new Tender { Tender_ = 1, Amount = Euro(-4_50), Cash = new Cash() });
        return receipt;
    }

    private static Receipt Bare(long total, params (long Ppm, string Name, long Gross)[] taxes)
    {
        var receipt = new Receipt
        {
            ReceiptNumber = "S1-3-17",
            Register = 3,
            AtUs = 1_790_000_000_000_000,
            Total = Euro(total),
            Change = Euro(0),
        };
        receipt.Taxes.AddRange(taxes.Select(tax =>
        {
            long of = (long)Math.Round(tax.Gross * (decimal)tax.Ppm / (1_000_000 + tax.Ppm));
            return new TaxRow { RatePpm = tax.Ppm, Name = tax.Name, Net = Euro(tax.Gross - of), Tax = Euro(of), Gross = Euro(tax.Gross) };
        }));
        return receipt;
    }

    private static Line Line(int number, string name, long thousandths, long price, Unit unit = Unit.Each)
    {
        var gross = Euro((long)Math.Round(thousandths * price / 1000m));
        return new Line
        {
            Line_ = number,
            Name = name,
            QuantityThousandths = thousandths,
            Unit = unit,
            UnitPrice = Euro(price),
            Gross = gross,
            Amount = gross,
        };
    }

    private static Line With(Line line, Action<Line> what)
    {
        what(line);
        line.Amount = Euro(line.Gross.Minor - line.Discounts.Sum(discount => discount.Amount.Minor));
        return line;
    }

    private static Money Euro(long minor) => new() { Minor = minor, Currency = "EUR" };
}
