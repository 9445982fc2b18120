using EdgePos.HeadOffice;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>A file of orders says which lines are wrong.</summary>
public sealed class OrderFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Wrong() => new()
    {
        { "W 1,S1,SOAP,1000,199,EUR,,,,,yes,,", "'W 1' is no number of an order" },
        { ",S1,SOAP,1000,199,EUR,,,,,yes,,", "'' is no number of an order" },
        { "W-1,S 1,SOAP,1000,199,EUR,,,,,yes,,", "'S 1' is no code of a store" },
        { "W-1,S1,,1000,199,EUR,,,,,yes,,", "'' is no code of an item" },
        { "W-1,S1,SOAP,0,199,EUR,,,,,yes,,", "'0' is no quantity" },
        { "W-1,S1,SOAP,1.5,199,EUR,,,,,yes,,", "'1.5' is no quantity" },
        { "W-1,S1,SOAP,99999999999,199,EUR,,,,,yes,,", "'99999999999' is no quantity" },
        { "W-1,S1,SOAP,1000,-1,EUR,,,,,yes,,", "'-1' is no price" },
        { "W-1,S1,SOAP,1000,199,EURO,,,,,yes,,", "'EURO' is no currency" },
        { "W-1,S1,SOAP,1000,199,EUR,,,2026-11-30 10:00,,yes,,", "'2026-11-30 10:00' is no time" },
        { "W-1,S1,SOAP,1000,199,EUR,,,,2026-11-30T10:00,yes,,", "'2026-11-30T10:00' is no time" },
        { "W-1,S1,SOAP,1000,199,EUR,,,2026-11-30T10:00Z,2026-11-30T10:00+01:00,yes,,", "it is collected until a time before it begins" },
        { "W-1,S1,SOAP,1000,199,EUR,,,,,maybe,,", "paid must be yes or no" },
        { "W-1,S1,SOAP,1000,199,EUR,, Jo,,,yes,,", "the name of the customer" },
        { "W-1,S1,SOAP,1000,199,EUR,,,,,yes,,open", "the status 'open' is neither empty nor cancelled" },
        { "W-1,S1,SOAP,1000,0,EUR,,,,,no,,", "order W-1 comes to nothing: say that it is paid" },
        { "W-1,S1,SOAP", "it has 3 fields, not 13" },
        { "\"W-1,S1", "a quote is not closed" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_line_that_is_wrong_is_named(string line, string why)
    {
        var broken = Assert.Single(Read(line).Broken);
        Assert.Equal(2, broken.Number);
        Assert.Contains(why, broken.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("W-1,S2,TEA,1000,99,EUR,,,,,yes,,", "another store, customer, time, note or payment than in line 2")]
    [InlineData("W-1,S1,TEA,1000,99,EUR,,,,,no,,", "another store, customer, time, note or payment than in line 2")]
    [InlineData("W-1,S1,TEA,1000,99,USD,,,,,yes,,", "another currency than in line 2")]
    [InlineData("W-1,,,,,,,,,,,,cancelled", "placed and cancelled in one file")]
    public void Rows_of_one_order_say_the_same_of_it(string line, string why)
    {
        var broken = Assert.Single(Read("W-1,S1,SOAP,1000,199,EUR,,,,,yes,,", line).Broken);
        Assert.Equal(3, broken.Number);
        Assert.Contains(why, broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_become_orders_wherever_they_stand()
    {
        var (orders, broken) = Read(
            "W-1,S1,SOAP,2000,199,EUR,1001,\"Wezel, Jo\",2026-11-30T10:00+01:00,2026-12-01T18:00Z,yes,ring twice,",
            "W-2,S2,TEA,1000,0,EUR,,,,,yes,,", "W-3,,,,,,,,,,,,cancelled", "",
            "W-1,S1,CHEESE,250,1500,EUR,1001,\"Wezel, Jo\",2026-11-30T10:00+01:00,2026-12-01T18:00Z,yes,ring twice,");
        Assert.Empty(broken);
        Assert.Equal([("W-1", "S1", 2, false), ("W-2", "S2", 1, false), ("W-3", "", 0, true)],
            orders.Select(one => (one.Order.Number, one.Store, one.Order.Lines.Count, one.Cancels)));
        var first = orders[0].Order;
        Assert.Equal([(1, "SOAP", 2_000L, 199L), (2, "CHEESE", 250L, 1_500L)],
            first.Lines.Select(line => (line.Line, line.Sku, line.QuantityThousandths, line.UnitPrice.Minor)));
        Assert.Equal(("1001", "Wezel, Jo", "ring twice", true), (first.CustomerNumber, first.CustomerName, first.Note, first.Paid));
        Assert.Equal((1_796_029_200_000_000L, 1_796_148_000_000_000L), (first.FromUs, first.UntilUs));
    }

    [Fact]
    public void Another_header_is_another_file()
    {
        File.WriteAllText(_folder.File("o.csv"), "order,sku\n");
        Assert.Throws<InvalidDataException>(() => OrderFile.Read(_folder.File("o.csv")));
    }

    private (IReadOnlyList<FiledOrder> Orders, IReadOnlyList<EdgePos.Files.BrokenLine> Broken) Read(params string[] lines)
    {
        File.WriteAllLines(_folder.File("o.csv"), [OrderFile.Header, .. lines]);
        return OrderFile.Read(_folder.File("o.csv"));
    }
}
