using EdgePos.HeadOffice.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A retailer's real sales through the real programs: register, daemon, broker, head office.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string[] Settings { get; } =
        ["--Devices:printer:Link=", "--Store:Currency=GBP", SalesModel.Approvers, $"--HeadOffice:BrokerPort={Daemon.FreePort()}"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_sample_of_real_sales_ends_up_at_head_office_exactly() => ReplayAsync(SalesModel.Sample());

    [Fact]
    public Task All_real_sales_end_up_at_head_office_exactly() => ReplayAsync(SalesModel.Whole());

    [Fact]
    public async Task A_replay_twice_sells_once()
    {
        var model = SalesModel.Sample();
        await using var daemon = await new Daemon(_folder.Path, Settings).StartAsync();
        await daemon.RegisterAsync("", "--replay", model.Path, "--import", SalesModel.Approval);
        var (code, output) = await daemon.RegisterAsync("", "--replay", model.Path, SalesModel.Approval);
        Assert.Equal(0, code);
        Assert.Matches($@"of them sold before, answered again\s+│\s+{model.Sales} ", output);
        Assert.Matches($@"of them taken back before, answered again\s+│\s+{model.Returns} ", output);
        Assert.Equal(model.Receipts + 1, (await daemon.StatusAsync()).JournalSeq);
    }

    [Fact]
    public async Task Without_the_import_unknown_items_are_refused_and_told()
    {
        var model = SalesModel.Sample();
        await using var daemon = await new Daemon(_folder.Path, Settings).StartAsync();
        var (code, output) = await daemon.RegisterAsync("", "--replay", model.Path);
        Assert.Equal(1, code);
        Assert.Contains("UNKNOWN_ITEM", output, StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.StatusAsync()).JournalSeq);
    }

    [Fact]
    public async Task Broken_lines_are_named_and_their_invoices_not_sold()
    {
        string file = _folder.File("broken.csv");
        File.WriteAllText(file, """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,SOAP,Soap,2,2010-12-01 08:26:00,2.50,17850,UK
            2,SOAP,Soap,two,2010-12-01 08:26:00,2.50,17850,UK
            2,SOAP,Soap,1,2010-12-01 08:26:00,2.50,17850,UK
            3,SOAP,"Soap,1,2010-12-01 08:26:00,2.50,17850,UK
            4,SOAP,Soap,1
            5,SOAP,Soap,1,2010-12-01 08:26:00,dear,17850,UK
            6,SOAP,"Soap, green",1,2010-12-01 08:26:00,2.50,17850,UK
            """);
        await using var daemon = await new Daemon(_folder.File("data"), Settings).StartAsync();
        var (code, output) = await daemon.RegisterAsync("", "--replay", file, "--import");
        Assert.Equal(1, code);
        Assert.Matches(@"skipped: broken lines in them\s+│\s+4 ", output);
        foreach (int line in new[] { 3, 5, 6, 7 })
            Assert.Contains($"line {line}", output, StringComparison.Ordinal);
        Assert.Equal(3, (await daemon.StatusAsync()).JournalSeq);
    }

    [Fact]
    public async Task What_comes_back_goes_with_its_receipt_or_needs_somebodys_leave()
    {
        string file = _folder.File("returns.csv");
        File.WriteAllText(file, """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,SOAP,Soap,5,2010-12-01 08:26:00,2.50,17850,UK
            2,SOAP,Soap,3,2010-12-01 08:27:00,2.50,17850,UK
            C3,SOAP,Soap,-6,2010-12-02 08:26:00,2.50,17850,UK
            C4,SOAP,Soap,-2,2010-12-02 08:27:00,2.50,99999,UK
            C5,SOAP,Soap,-7,2010-12-02 08:28:00,2.50,17850,UK
            """);
        await using var daemon = await new Daemon(_folder.File("data"), Settings).StartAsync();
        var (code, output) = await daemon.RegisterAsync("", "--replay", file, "--import");
        Assert.Equal((1, 5), (code, (int)(await daemon.StatusAsync()).JournalSeq));
        Assert.Matches(@"returns, taken back\s+│\s+2 ", output);
        Assert.Matches(@"returns, refused by the box: APPROVAL_NEEDED\s+│\s+1 ", output);
        Assert.Matches(@"taken back with their receipt\s+│\s+1 ", output);
        Assert.Matches(@"taken back without a receipt\s+│\s+1 ", output);
        Assert.Matches(@"of it given back GBP\s+│\s+-20.00 ", output);

        // Another run, with somebody who allows it: two of the seven have a receipt.
        (code, output) = await daemon.RegisterAsync("", "--replay", file, "--run", "2", SalesModel.Approval);
        Assert.True(code == 0, output);
        Assert.Matches(@"returns, taken back\s+│\s+3 ", output);
        Assert.Matches(@"of it given back GBP\s+│\s+-37.50 ", output);
    }

    private async Task ReplayAsync(SalesModel model)
    {
        await using var daemon = await new Daemon(_folder.File("data"), Settings).StartAsync();
        var (code, output) = await daemon.RegisterAsync("", "--replay", model.Path, "--import", SalesModel.Approval,
            "--registers", "2", "--receipts", _folder.File("receipts"));
        Assert.True(code == 0, output);
        Assert.Matches($@"invoices in the file\s+│\s+{model.Invoices} ", output);
        Assert.Matches($@"returns, taken back\s+│\s+{model.Returns} ", output);
        Assert.Matches($@"taken back with their receipt\s+│\s+{model.LinesWithReceipt} ", output);
        Assert.Matches($@"taken back without a receipt\s+│\s+{model.LinesWithout} ", output);
        Assert.Matches($@"skipped: nothing to sell in them\s+│\s+{model.Empty} ", output);

        var committed = await BooksCheck.HeadOfficeHoldsExactlyTheJournal(daemon, daemon.Reports);
        BooksCheck.EveryAnswerIsThereOnce(daemon, _folder.File("receipts"));
        Assert.Equal((model.Receipts, model.TotalMinor), (committed.Count, committed.Sum(sale => sale.Total.Minor)));
        var stock = await daemon.Reports.ListStock(new ListStockRequest()).ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal(
            model.Sold.Select(item => (item.Key, -1000 * item.Value)).Order(),
            stock.Select(row => (row.Sku, row.OnHandThousandths)).Order());
    }
}
