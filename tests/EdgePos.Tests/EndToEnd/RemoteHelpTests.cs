using System.IO.Compression;
using EdgePos.Devices;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A help desk on a bad day: the verb, a real Mosquitto, the real daemon.</summary>
public sealed class RemoteHelpTests
{
    private const string Book = "sku,gtin,name,unit,price,currency,tax_percent\n";

    [Fact]
    public async Task A_reader_is_told_how_the_box_is_and_a_technician_sees_its_log_and_takes_a_bundle_away()
    {
        await using var shop = await HelpShop.OpenAsync("--Selling:Approvers=anna:4711|ben:0815");
        await new Till(shop.Daemon).ImportUsual();
        await new Till(shop.Daemon).Sell("SOAP");
        var (code, output) = await shop.VerbAsync("help-reader", "status");
        Assert.True(code == 0, output);
        foreach (string fact in new[] { "S1/box1 is online", "0.1.0", "entry 3, 3 not at head office yet", "price-book", "none under way" })
            Assert.Contains(fact, output, StringComparison.Ordinal);

        (code, output) = await shop.VerbAsync("help-reader", "ledger-head");
        Assert.True(code == 0, output);
        Assert.Contains((await shop.Daemon.StatusAsync()).JournalHash, output, StringComparison.Ordinal);

        (code, output) = await shop.VerbAsync("help-technician", "log", "--lines", "3");
        Assert.True(code == 0, output);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("asks for log", lines[^1], StringComparison.Ordinal);
        Assert.Contains("asks for ledger-head", lines[^2], StringComparison.Ordinal);

        string file = shop.Folder.File("bundle.zip");
        (code, output) = await shop.VerbAsync("help-technician", "bundle", "--to", file);
        Assert.True(code == 0, output);
        await using var zip = await ZipFile.OpenReadAsync(file);
        Assert.Equal(["devices.json", "ledger.json", "log.txt", "settings.txt", "status.json"],
            zip.Entries.Select(one => one.Name).Order());
        string all = string.Concat(zip.Entries.Select(TextOf));
        Assert.Contains("Selling:Approvers=(hidden)", all, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", all, StringComparison.Ordinal);
        Assert.Contains("Store:Tenant=demo", all, StringComparison.Ordinal);
        Assert.Equal(["status", "ledger-head", "log", "bundle"], shop.Journal().Select(given => given.Command));
    }

    [Fact]
    public async Task A_technician_tries_a_device_and_is_told_what_it_did_or_why_not()
    {
        int port = Daemon.FreePort();
        await using var printer = VirtualPrinter.Start(port);
        await using var shop = await HelpShop.OpenAsync($"--Devices:printer:Link=tcp://127.0.0.1:{port}", "--Devices:printer:Register=1");
        var (code, output) = await shop.VerbAsync("help-technician", "test-device", "printer");
        Assert.True(code == 0, output);
        Assert.Contains("passed: ", output, StringComparison.Ordinal);

        (code, output) = await shop.VerbAsync("help-technician", "test-device", "scale");
        Assert.True(code == 1 && output.Contains("refused, NO_SUCH_DEVICE: this box has printer", StringComparison.Ordinal), output);
        await shop.Daemon.Devices.ClaimDeviceAsync(new ClaimDeviceRequest { Device = "printer", Seconds = 60 }, Daemon.As(1));
        (code, output) = await shop.VerbAsync("help-technician", "test-device", "printer");
        Assert.True(code == 1 && output.Contains("DEVICE_TAKEN", StringComparison.Ordinal), output);
        Assert.Equal(["", "NO_SUCH_DEVICE", "DEVICE_TAKEN"], shop.Journal().Select(given => given.Refused));
    }

    [Fact]
    public async Task A_manager_goes_back_to_the_price_book_before_and_the_store_sells_from_it()
    {
        await using var shop = await HelpShop.OpenAsync();
        string office = shop.Folder.File("office");
        SigningKey.OpenOrMake(office).Dispose();
        await shop.Daemon.StopAsync();
        await using var headOffice = new HeadOfficeProgram(office, shop.BrokerPort).Start();
        await using var daemon = await new Daemon(shop.Daemon.DataFolder,
            [.. shop.Settings, $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(office)}"]).StartAsync();
        await daemon.UntilConfirmedAsync(); // head office knows the store
        for (int version = 1; version <= 2; version++)
        {
            string file = shop.Folder.File($"book{version}.csv");
            await File.WriteAllTextAsync(file, $"{Book}SOAP,,Soap,each,{version}.00,EUR,21\n");
            var (published, said) = await ProgramRun.ToEndAsync(
                Programs.HeadOffice, "", "publish", "price-book", file, "--data-folder", office);
            Assert.True(published == 0, said);
            string current = $"price-book {version} is current";
            await shop.UntilAsync(() => daemon.Output.Contains(current, StringComparison.Ordinal), "it did not come");
        }

        Assert.Equal(200, (await new Till(daemon).Sell("SOAP")).Total.Minor);
        var (code, output) = await shop.VerbAsync("help-manager", "switch-dataset", "price-book", "1");
        Assert.True(code == 0 && output.Contains("current is 1, before it was 2", StringComparison.Ordinal), output);
        Assert.Equal(100, (await new Till(daemon).Sell("SOAP")).Total.Minor);
        (code, output) = await shop.VerbAsync("help-manager", "switch-dataset", "price-book", "9");
        Assert.True(code == 1 && output.Contains("NOT_KEPT: of that this box has 2, 1", StringComparison.Ordinal), output);
        await daemon.UntilConfirmedAsync(); // and head office takes what the journal says of help
        (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "verify", "--data-folder", office);
        Assert.True(code == 0, output);
        var fleet = await headOffice.Reports.FleetAsync(new FleetRequest());
        Assert.Equal(0, Assert.Single(fleet.Boxes).Quarantined);
    }

    [Fact]
    public async Task A_manager_restarts_the_box_and_hears_that_it_is_back()
    {
        await using var shop = await HelpShop.OpenAsync();
        var asking = shop.VerbAsync("help-manager", "restart");
        Assert.Equal(75, await shop.Daemon.EndedAsync());
        await shop.Daemon.StartAsync(); // as systemd does
        var (code, output) = await asking;
        Assert.True(code == 0 && output.Contains("it was started again, and is online", StringComparison.Ordinal), output);
        Assert.DoesNotContain("was not closed by the program before", shop.Daemon.Output, StringComparison.Ordinal);
        Assert.Equal(["restart"], shop.Journal().Select(given => given.Command));
    }

    [Fact]
    public async Task A_box_does_not_restart_while_a_customer_stands_at_the_terminal()
    {
        await using var terminal = VirtualZvtTerminal.Start(port: 0, Path.GetTempFileName());
        await using var shop = await HelpShop.OpenAsync(PaymentShop.Settings("terminal", terminal));
        var till = new Till(shop.Daemon);
        await till.ImportUsual();
        var basket = await till.Add((await till.Open()).BasketId, "SOAP");
        terminal.Faults.WaitsAt = TerminalMoment.BeforeCard;
        var paying = shop.Daemon.Payments.PayAsync(new PayRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(1));
        await terminal.Faults.Waits.WaitAsync(Daemon.Patience);
        var (code, output) = await shop.VerbAsync("help-manager", "restart");
        Assert.True(code == 1 && output.Contains("PAYMENT_RUNNING", StringComparison.Ordinal), output);
        terminal.Faults.GoOn();
        Assert.Equal(PaymentState.Approved, (await paying).State);
    }

    [Fact]
    public async Task Why_no_answer_came_is_said_in_one_line()
    {
        await using var shop = await HelpShop.OpenAsync();
        await RefusedAsync(69, "knows no such box", shop.VerbAsync("help-reader", "demo/S1/box9", ["status"]));
        await RefusedAsync(64, "which box? help TENANT/STORE/BOX", shop.VerbAsync("help-reader", "box9", ["status"]));
        await RefusedAsync(66, "cannot be used", ProgramRun.ToEndAsync(Programs.HeadOffice, "",
            "help", HelpShop.Box, "status", "--certificate", "nothing.pem", "--key", "nothing.key"));
        await RefusedAsync(1, "NOT_ALLOWED: restart needs the role help-manager; anna has help-reader",
            shop.VerbAsync("help-reader", "restart"));
        await shop.Daemon.KillAsync();
        await RefusedAsync(69, "the box is offline", shop.VerbAsync("help-reader", "status"));
        await using var silent = await new Daemon(shop.Daemon.DataFolder, [.. shop.Settings, "--Relay:HelpRootFile="]).StartAsync();
        await silent.UntilAsync(status => status.HeadOffice == LinkState.Waiting);
        await RefusedAsync(69, "takes no remote help", shop.VerbAsync("help-reader", "status"));
        Assert.Contains("Remote help is off", silent.Output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(int exitCode, string why, Task<(int ExitCode, string Output)> asking)
    {
        var (code, output) = await asking;
        Assert.True(code == exitCode && output.Contains(why, StringComparison.Ordinal), $"{code}: {output}");
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static string TextOf(ZipArchiveEntry entry)
    {
        using var text = new StreamReader(entry.Open());
        return text.ReadToEnd();
    }
}
