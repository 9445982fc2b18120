using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Xunit;
using Money = EdgePos.V1.Money;

namespace EdgePos.Tests.HeadOffice;

/// <summary>edgepos-headoffice as a person uses it, beside a head office that runs.</summary>
public sealed class VerbsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HeadOfficeProgram _office;

    public VerbsTests() => _office = new HeadOfficeProgram(_folder.File("books"), Daemon.FreePort(), "--HeadOffice:EmbeddedBroker=true");

    public ValueTask InitializeAsync()
    {
        using var books = Books.Open(new HeadOfficeOptions { DataFolder = _folder.File("books") }, TimeProvider.System);
        var journal = new SentJournal().Add(Sale("SOAP", 300)).Add(Sale("TEA", 200)).Add("edgepos.headoffice.v9.Unheard", ByteString.Empty);
        books.Commit(BooksSuite.Box, journal.Whole());
        var live = new LiveStock { Epoch = ByteString.CopyFrom(journal.Epoch), AsOfSeq = 9 };
        live.Items.Add(new LiveStockItem { Sku = "TEA", MovedThousandths = -7000 });
        books.NoteLive(BooksSuite.Box, "stock", live.ToByteArray(), 0);
        books.Commit(new BoxName("demo", "S2", "box1"), Transfer("S1", StockTransferWay.In, "t-17", ("SOAP", 8), ("MILK", 2)).Whole());
        books.Commit(new BoxName("demo", "S1", "box2"), Transfer("S2", StockTransferWay.Out, "T-17", ("SOAP", -10), ("MILK", -1)).Whole());
        books.Commit(new BoxName("demo", "S3", "box1"), Transfer("S2", StockTransferWay.Out, "X", ("SOAP", -4)).Whole());
        var printer = new LiveDevice { Name = "front", Kind = "printer", Reason = "out of paper" };
        var health = new LiveHealth { ClockIsSet = true, Devices = { printer } };
        books.NoteLive(BooksSuite.Box, "health", health.ToByteArray(), TimeProvider.System.NowUs());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reports_are_asked_of_a_head_office_that_runs()
    {
        _office.Start();
        await BooksCheck.UntilHeadOfficeHasAsync(_office.Reports, 6);
        Assert.Matches(@"SOAP\s+1\s+1\s+3\.00 EUR\s+0\.00 EUR\s+3\.00 EUR", await SaysAsync("report", "sales", "--by", "item"));
        Assert.Matches(@"1970-01-01\s+2", await SaysAsync("report", "sales", "--zone", "Europe/Amsterdam", "--from", "1970-01-01"));
        Assert.Matches(@"S1\s+TEA\s+-7\s+-1\s+entry 9", await SaysAsync("report", "stock", "--sku", "TEA"));
        string transfers = await SaysAsync("report", "transfers", "--state", "open", "--zone", "Europe/Amsterdam");
        Assert.Matches(@"S1\s+S2\s+T-17\s+mixed\s+1970-01-01 01:00\s+1970-01-01 01:00\s+2\s+11\s+MILK \+1, SOAP -2", transfers);
        Assert.Matches(@"S3\s+S2\s+X\s+in-transit\s+1970-01-01 01:00\s+1\s+4\s+S2 is known until 1970-01-01 01:00", transfers);
        Assert.Matches(@"on its way to\s+item\s+quantity\s+transfers\s+[─\s]+S2\s+SOAP\s+4\s+1", transfers);
        string fleet = await SaysAsync("fleet");
        Assert.Contains("printer front: out of paper", fleet, StringComparison.Ordinal);
        Assert.Contains("1 entries in quarantine", fleet, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_folder.File("costs.csv"), "sku,valid_from,cost_minor,currency\n\"SOAP\",1970-01-01,120,EUR\n");
        Assert.Contains("1 costs of 1 items", await SaysAsync("costs", _folder.File("costs.csv"), "--data-folder", _folder.File("books")),
            StringComparison.Ordinal);
        string margins = await SaysAsync("report", "margins");
        Assert.Matches(@"SOAP\s+1\s+3\.00 EUR\s+1\.20 EUR\s+1\.80 EUR", margins);
        Assert.Contains("1 items that brought 2.00 EUR without tax: TEA", margins, StringComparison.Ordinal);
        Assert.Contains("4 streams, all sound", await SaysAsync("verify", "--data-folder", _folder.File("books")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "report", "sales", "--by", "moon")]
    [InlineData(64, "report", "sales", "--from", "yesterday")]
    [InlineData(64, "report", "sales", "--from", "2026-01-01", "--zone", "Europe/Atlantis")]
    [InlineData(64, "report", "transfers", "--state", "lost")]
    [InlineData(64, "report", "transfers", "--zone", "Europe/Atlantis")]
    [InlineData(64, "sing")]
    [InlineData(69, "fleet", "--reports", "http://127.0.0.1:1")]
    [InlineData(66, "costs", "/there/is/no/file", "--data-folder", "books")]
    [InlineData(65, "costs", "wrong.csv", "--data-folder", "books")]
    [InlineData(66, "verify", "--data-folder", "nowhere")]
    [InlineData(69, "verify", "--database", "Host=127.0.0.1;Port=1")]
    public async Task What_cannot_be_done_is_said_in_one_line_with_its_exit_code(int code, params string[] args)
    {
        await File.WriteAllTextAsync(_folder.File("wrong.csv"), "sku,valid_from,cost_minor,currency\nSOAP,1970-01-01,-1,EUR\n");
        var (exit, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "",
            args.Select(arg => arg is "books" or "nowhere" or "wrong.csv" ? _folder.File(arg) : arg));
        Assert.True(exit == code && output.StartsWith("edgepos-headoffice: ", StringComparison.Ordinal)
            && output.Trim().Split('\n').Length == 1, $"{exit}: {output}");
    }

    private async Task<string> SaysAsync(params string[] args)
    {
        string[] where = args[0] is "fleet" or "report" ? ["--reports", _office.Address] : [];
        var (exit, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", [.. args, .. where]);
        Assert.True(exit == 0, $"{exit}: {output}");
        return output;
    }

    private static SentJournal Transfer(string other, StockTransferWay way, string reference, params (string Sku, long Pieces)[] goods)
    {
        var fact = new StockTransferred { CommandId = Till.NewId(), Way = way, OtherStore = other, Reference = reference };
        fact.Moves.AddRange(goods.Select(one => new StockMove { Sku = one.Sku, QuantityThousandths = one.Pieces * 1000 }));
        return new SentJournal().Add(fact);
    }

    private static SaleCompleted Sale(string sku, long total) => new()
    {
        Total = new Money { Minor = total, Currency = "EUR" },
        Lines =
        {
            new SaleLine { Sku = sku, QuantityThousandths = 1000, Amount = new Money { Minor = total, Currency = "EUR" } },
        },
    };
}
