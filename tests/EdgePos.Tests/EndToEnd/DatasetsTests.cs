using System.Globalization;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A price book comes down to a box that sells: the real head office and its verb, a broker, the real daemon.</summary>
public sealed class DatasetsTests : IDisposable
{
    private const string Header = "sku,gtin,name,unit,price,currency,tax_percent\n";

    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public DatasetsTests() => SigningKey.OpenOrMake(OfficeFolder).Dispose();

    private string OfficeFolder => _folder.File("office");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_head_office_publishes_is_sold_and_the_next_version_comes_as_a_difference()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        string published = await PublishAsync("price-book", Book(2000, price: 100));
        Assert.Contains("Published 2000 rows for 1 stores.", published, StringComparison.Ordinal);
        await UntilPriceAsync(daemon, "A7", 107);

        string dry = await PublishAsync("price-book", Book(2000, price: 100, other: 5), "--dry-run");
        Assert.Contains("Nothing was published", dry, StringComparison.Ordinal);
        Assert.Matches(@"S1\D+2\D+0\D+1\D+0", dry);
        await PublishAsync("price-book", Book(2000, price: 100, other: 5));
        await UntilPriceAsync(daemon, "A5", 1);
        Assert.Matches(@"price-book 2 comes: \d{2,3} bytes", daemon.Output); // two thousand items would be more
    }

    [Fact]
    public async Task A_price_book_for_later_becomes_current_at_its_time_though_head_office_is_gone_and_the_box_was_off()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await PublishAsync("price-book", Book(10, price: 100));
        await UntilPriceAsync(daemon, "A1", 101);
        bool wasEarly = false;
        for (int version = 2, seconds = 8; !wasEarly; version++, seconds *= 4) // a slow machine needs longer to be there before
        {
            Assert.True(version < 5, daemon.Output);
            var from = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
            await PublishAsync("price-book", Book(10, price: version * 100), "--valid-from",
                from.ToString("O", CultureInfo.InvariantCulture));
            await daemon.UntilSaysAsync($"price-book {version} is ");
            await office.KillAsync();
            await daemon.KillAsync();
            await daemon.StartAsync();
            long price = await PriceAsync(daemon, "A1");
            wasEarly = TimeProvider.System.GetUtcNow() < from;
            if (wasEarly)
                Assert.Equal(((version - 1) * 100) + 1, price);
            await UntilPriceAsync(daemon, "A1", (version * 100) + 1);
            Assert.True(TimeProvider.System.GetUtcNow() >= from);
            office.Start();
        }
    }

    [Fact]
    public async Task Promotions_and_the_tax_table_come_by_themselves_over_the_price_book()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await PublishAsync("price-book", Book(10, price: 100));
        await UntilPriceAsync(daemon, "A1", 101);
        await PublishAsync("promotions", await FileAsync("offers.json", """
            {"promotions": [{"promotionId": "HALF", "name": "Half price", "items": {"skus": ["A1"]}, "percentOff": {"percentPpm": 500000}}]}
            """));
        await daemon.UntilSaysAsync("promotions 1 is current");
        Assert.Contains("does not belong into tax-table", await PublishAsync("tax-table", _folder.File("offers.json"), exit: 65),
            StringComparison.Ordinal);
        await PublishAsync("price-book", Book(10, price: 300));
        await UntilPriceAsync(daemon, "A1", 301);
        Assert.Equal(150, (await new Till(daemon).Sell("A1")).Total.Minor); // the promotion lies over the new price book too
    }

    [Fact]
    public async Task What_the_store_cannot_use_is_refused_and_head_office_is_told_why()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await PublishAsync("price-book", Book(10, price: 100));
        await UntilPriceAsync(daemon, "A1", 101);
        await PublishAsync("price-book", await FileAsync("twice.csv",
            Header + "B1,4006381333931,Pen,each,1.00,EUR,21\nB2,4006381333931,Other pen,each,1.00,EUR,21\n"));
        var refused = await UntilAsync(office, dataset => dataset.Refused == "2");
        Assert.StartsWith("CONTENT_REFUSED: ", refused.Refusal, StringComparison.Ordinal);
        Assert.Contains("4006381333931", refused.Refusal, StringComparison.Ordinal);
        await PublishAsync("price-book", await FileAsync("dollars.csv", Header + "B1,,Pen,each,1.00,USD,21\n"));
        Assert.Contains("USD", (await UntilAsync(office, dataset => dataset.Refused == "3")).Refusal, StringComparison.Ordinal);
        Assert.Equal(101, await PriceAsync(daemon, "A1"));
        string bad = await FileAsync("bad.csv", Header + "B1,,Pen,each,x,EUR,21\n");
        Assert.Contains("cannot be read", await PublishAsync("price-book", bad, exit: 65), StringComparison.Ordinal);
    }

    private Daemon NewDaemon() => new(_folder.File("data"), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}"]);

    private HeadOfficeProgram NewHeadOffice() => new(OfficeFolder, _brokerPort, "--HeadOffice:EmbeddedBroker=true");

    private string Book(int items, long price, int other = 0)
    {
        string file = _folder.File($"book-{items}-{price}-{other}.csv");
        File.WriteAllText(file, Header + string.Concat(Enumerable.Range(1, items).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"A{i},,Item {i},each,{(i == other ? 1 : price + i) / 100m:0.00},EUR,21\n"))));
        return file;
    }

    private async Task<string> FileAsync(string name, string content)
    {
        await File.WriteAllTextAsync(_folder.File(name), content);
        return _folder.File(name);
    }

    private Task<string> PublishAsync(string dataset, string file, params string[] more) => PublishAsync(dataset, file, 0, more);

    private async Task<string> PublishAsync(string dataset, string file, int exit, params string[] more)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "",
            ["publish", dataset, file, "--store", "S1", "--data-folder", OfficeFolder, .. more]);
        Assert.True(code == exit, output);
        return output;
    }

    private static async Task<long> PriceAsync(Daemon daemon, string sku) =>
        (await daemon.PriceBook.LookUpAsync(new LookUpRequest { Codes = { sku } }, Daemon.As(1)))
            .Found.FirstOrDefault()?.Item.Price.Minor ?? 0;

    private static async Task UntilPriceAsync(Daemon daemon, string sku, long minor)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); await PriceAsync(daemon, sku) != minor; await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, daemon.Output);
    }

    private static async Task<LiveDataset> UntilAsync(HeadOfficeProgram office, Func<LiveDataset, bool> wanted)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100))
        {
            var fleet = await office.Reports.FleetAsync(new FleetRequest());
            if (fleet.Boxes.SelectMany(box => box.Health?.Datasets ?? []).FirstOrDefault(wanted) is { } found)
                return found;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{fleet}");
        }
    }
}
