using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Boxes that are restored, replaced, or two under one name: head office keeps histories apart and counts nothing twice.</summary>
public sealed class SameNameTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    private string Office => _folder.File("office");

    [Fact]
    public async Task A_box_that_is_restored_from_a_backup_is_stopped_and_with_a_ledger_of_its_own_nothing_is_doubled()
    {
        await using var office = NewHeadOffice();
        await using (var box = await StartAsync("data"))
        {
            await SellAsync(box, 2);
            await box.StopAsync();
            CopyFolder(box.DataFolder, _folder.File("backup"));
            await box.StartAsync();
            await SellAsync(box, 3);
        }

        await using var restored = await new Daemon(_folder.File("backup"), Settings).StartAsync();
        var status = await restored.UntilAsync(s => s.HeadOffice == LinkState.Forked);
        Assert.Contains("another", status.HeadOfficeReason, StringComparison.Ordinal);
        await restored.StopAsync();
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["ledger", "new-epoch", "--ledger", restored.LedgerFile,
            "--reason", "restored from a backup", "--receipts-after", "5", "--tenant", "demo", "--store", "S1", "--box", "box1"]);
        Assert.True(code == 0, output);
        await restored.StartAsync();
        await SellAsync(restored, 1);

        await HasAsync(office, sold: 6, 5, 1);
        Assert.Equal("", Assert.Single((await office.Reports.FleetAsync(new FleetRequest())).Boxes).Forked);
    }

    [Fact]
    public async Task A_box_that_is_replaced_goes_on_in_a_stream_of_its_own()
    {
        await using var office = NewHeadOffice();
        await using (var old = await StartAsync("old"))
            await SellAsync(old, 4);
        await using var young = await StartAsync("young");
        await SellAsync(young, 3);
        await HasAsync(office, sold: 7, 4, 3);
        var box = Assert.Single((await office.Reports.FleetAsync(new FleetRequest())).Boxes);
        Assert.Equal(("", 0L), (box.Forked, box.Behind));
    }

    [Fact]
    public async Task Two_boxes_that_were_given_one_name_are_named_until_a_person_has_seen_to_it()
    {
        await using var office = NewHeadOffice();
        await using var first = await StartAsync("first");
        await SellAsync(first, 2);
        await using var second = await StartAsync("second");
        await new Till(second).ImportUsual();
        await new Till(second).Sell("SOAP");

        // A broker has one connection for a name: they drive each other out, and head office hears both in turn.
        var named = await UntilForkedAsync(office);
        Assert.Contains("a newer one has begun", named.Forked, StringComparison.Ordinal);
        Assert.Matches(@"two boxes have this name: .* edgepos-headoffice fork S1/box1",
            await SaysAsync(0, "fleet", "--reports", office.Address));
        await first.StopAsync();
        await second.UntilConfirmedAsync();
        await HasAsync(office, sold: 3, 2, 1);
        await SettleAsync();
        Assert.Equal("", Assert.Single((await office.Reports.FleetAsync(new FleetRequest())).Boxes).Forked);
    }

    [Fact]
    public async Task A_copy_of_a_box_is_stopped_and_named_until_a_person_has_seen_to_it()
    {
        await using var office = NewHeadOffice();
        await using var box = await StartAsync("data");
        await SellAsync(box, 1);
        await box.StopAsync();
        CopyFolder(box.DataFolder, _folder.File("copy"));
        await box.StartAsync();
        await SellAsync(box, 1);
        await box.StopAsync();

        await using var copy = await new Daemon(_folder.File("copy"), Settings).StartAsync();
        await copy.UntilAsync(status => status.HeadOffice == LinkState.Forked);
        await new Till(copy).Sell("SOAP", "SOAP"); // a shop sells on, whatever happens
        await copy.StopAsync();
        await copy.StartAsync();
        await copy.UntilAsync(status => status.HeadOffice == LinkState.Forked);
        Assert.Contains("has another hash", (await UntilForkedAsync(office)).Forked, StringComparison.Ordinal);
        await HasAsync(office, sold: 2, 2);

        await copy.StopAsync();
        await SettleAsync();
        await box.StartAsync();
        await SellAsync(box, 1);
        await HasAsync(office, sold: 3, 3);
        Assert.Equal("", Assert.Single((await office.Reports.FleetAsync(new FleetRequest())).Boxes).Forked);
    }

    private string[] Settings => ["--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1",
        $"--Relay:BrokerPort={_brokerPort}"];

    private HeadOfficeProgram NewHeadOffice() =>
        new HeadOfficeProgram(Office, _brokerPort, "--HeadOffice:EmbeddedBroker=true").Start();

    private Task<Daemon> StartAsync(string folder) => new Daemon(_folder.File(folder), Settings).StartAsync();

    private static async Task SellAsync(Daemon box, int sales)
    {
        var till = new Till(box);
        await till.ImportUsual();
        for (int i = 0; i < sales; i++)
            await till.Sell("SOAP");
        await box.UntilConfirmedAsync();
    }

    // The sales of each stream, whole and understood, and stock and reports that count each sale once.
    private static async Task HasAsync(HeadOfficeProgram office, long sold, params long[] salesOfStreams)
    {
        var streams = (await office.Reports.ListStreamsAsync(new ListStreamsRequest())).Streams;
        Assert.Equal(salesOfStreams.Select(sales => (sales, 0L)), streams.Select(stream => (stream.Sales, stream.Quarantined)));
        Assert.Equal(sold, await office.Reports.ListSales(new ListSalesRequest()).ResponseStream.ReadAllAsync().CountAsync());
        var stock = await office.Reports.ListStock(new ListStockRequest()).ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal([("SOAP", -1000 * sold, -1000 * sold)],
            stock.Select(row => (row.Sku, row.OnHandThousandths, row.CommittedThousandths)));
    }

    private async Task SettleAsync()
    {
        string shown = await SaysAsync(1, "fork", "S1/box1", "--data-folder", Office);
        string ledger = System.Text.RegularExpressions.Regex.Match(shown, "--settled ([0-9a-f]{8})").Groups[1].Value;
        Assert.Contains("nothing was changed", await SaysAsync(65, "fork", "S1/box1", "--settled", "12345678", "--data-folder", Office),
            StringComparison.Ordinal);
        await SaysAsync(0, "fork", "S1/box1", "--settled", ledger, "--data-folder", Office);
        Assert.Contains("no second box is known", await SaysAsync(0, "fork", "S1/box1", "--data-folder", Office), StringComparison.Ordinal);
    }

    private static async Task<FleetBox> UntilForkedAsync(HeadOfficeProgram office)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100))
        {
            var fleet = await office.Reports.FleetAsync(new FleetRequest());
            if (fleet.Boxes.FirstOrDefault(box => box.Forked.Length > 0) is { } forked)
                return forked;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"{fleet}");
        }
    }

    private static async Task<string> SaysAsync(int exit, params string[] args)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", args);
        Assert.True(code == exit, output);
        return output;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
