using EdgePos.Files;
using EdgePos.Register;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>Which sale each line of a return belongs to.</summary>
public sealed class ReturnPlanTests
{
    [Fact]
    public void A_line_that_comes_back_belongs_to_the_earliest_sales_of_that_customer_with_something_left()
    {
        var invoices = Read(
            "1,SOAP,Soap,1,d,2,anna,UK", "1,SOAP,Soap,4,d,2,anna,UK", "2,SOAP,Soap,9,d,2,bob,UK",
            "C3,SOAP,Soap,-2,d,2,anna,UK", "C3,SOAP,Soap,-5,d,2,anna,UK", "4,SOAP,Soap,9,d,2,anna,UK");
        Assert.Equal(
            [(1L, "1", 0), (1, "1", 1), (3, "1", 1), (2, null, 0)],
            new ReturnPlan(invoices).Of(invoices[2]).Select(part => (part.Pieces, part.Bought?.Number, part.Place)));
    }

    [Theory]
    [InlineData("1,SOAP,Soap,5,d,2,,UK", "C2,SOAP,Soap,-1,d,2,,UK")] // nobody in particular
    [InlineData("1,SOAP,Soap,5,d,2,anna,UK", "C2,BREAD,Bread,-1,d,2,anna,UK")]
    [InlineData("1,SOAP,Soap,5,d,0,anna,UK", "C2,SOAP,Soap,-1,d,2,anna,UK")] // not sold: no price
    [InlineData("1,SOAP,Soap,5,d,dear,anna,UK", "C2,SOAP,Soap,-1,d,2,anna,UK")] // not sold: broken
    public void Else_it_has_no_receipt(string sale, string back)
    {
        var invoices = Read(sale, back);
        Assert.Null(Assert.Single(new ReturnPlan(invoices).Of(invoices[1])).Bought);
    }

    [Fact]
    public async Task It_waits_for_the_receipt_and_does_without_where_the_sale_was_refused()
    {
        var invoices = Read("1,SOAP,Soap,5,d,2,anna,UK", "2,SOAP,Soap,5,d,2,anna,UK", "C3,SOAP,Soap,-6,d,2,anna,UK");
        var plan = new ReturnPlan(invoices);
        var parts = plan.Of(invoices[2]);
        var waiting = plan.ReceiptOfAsync(parts[0], TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        plan.Sold(invoices[0], new Receipt { ReceiptNumber = "S1-1-1" });
        plan.Sold(invoices[1], null);
        Assert.Equal("S1-1-1", (await waiting)?.ReceiptNumber);
        Assert.Null(await plan.ReceiptOfAsync(parts[1], TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<Invoice> Read(params string[] lines) => SalesFile.Read("f",
    [
        new FileLine(1, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"),
        .. lines.Select((text, i) => new FileLine(i + 2, text)),
    ], "GBP");
}
