using System.Text.Json;
using EdgePos.Devices;
using EdgePos.Provisioning;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl status, the program itself against the real daemon.</summary>
public sealed class StatusVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_box_sells_from_its_first_price_book_on_and_one_screen_says_so()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("BAD   sells         no: there is no price book, so nothing has a price\n", output, StringComparison.Ordinal);
        Assert.Contains("-> have head office send one, or import one at a register\n", output, StringComparison.Ordinal);
        Assert.Contains("The box CANNOT SELL; 2 things need a person.\n", output, StringComparison.Ordinal);

        string version = (await new Till(daemon).Import(false, Till.Item("COLA", "Cola", 199))).Version;
        await new Till(daemon).Sell("COLA");
        (code, output) = await RunAsync(daemon.Address);
        Assert.True(code == 0, output);
        Assert.StartsWith("demo/S1/box1, EdgePos ", output, StringComparison.Ordinal);
        foreach (string line in new[]
        {
            "well  sells         yes", "well  head office   none is set up",
            $"well  price book    {version}, 1 item in EUR, current since ", "well  payments      none is open",
            "well  print jobs    none waits", "well  disk          ", "well  clock         set",
            "well  certificates  none: this is a demo without TLS", "well  registers     none is paired", "well  versions      daemon ",
            "The box sells; nothing needs a person.",
        })
            Assert.Contains($"\n{line}", output, StringComparison.Ordinal);
        Assert.InRange(output.Split('\n').Length, 1, 24);
    }

    [Fact]
    public async Task A_program_gets_the_same_with_figures()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("SOAP");
        var (code, output) = await RunAsync(daemon.Address, "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var report = json.RootElement;
        Assert.Equal(("demo/S1/box1", true, false), (report.GetProperty("box").GetString(), report.GetProperty("sells").GetBoolean(),
            report.GetProperty("needs_person").GetBoolean()));
        var waits = Of("head_office").GetProperty("figures");
        var status = await daemon.StatusAsync();
        Assert.Equal(status.JournalSeq, waits.GetProperty("waiting_entries").GetInt64());
        Assert.Equal(0, waits.GetProperty("confirmed_seq").GetInt64());
        Assert.Equal(status.WaitingSinceUs, waits.GetProperty("waiting_since_us").GetInt64());
        Assert.InRange(Of("disk").GetProperty("figures").GetProperty("free_bytes").GetInt64(), 1, long.MaxValue);
        Assert.Equal("well", Of("sells").GetProperty("state").GetString());

        JsonElement Of(string name) =>
            report.GetProperty("findings").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
    }

    [Fact]
    public async Task What_waits_for_a_head_office_that_is_away_is_counted_from_its_oldest_entry()
    {
        await using var daemon = await new Daemon(_folder.Path, [.. Daemon.Alone, "--Relay:BrokerHost=127.0.0.1",
            $"--Relay:BrokerPort={Daemon.FreePort()}"]).StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("SOAP");
        var status = await daemon.UntilAsync(now => now.HeadOffice == LinkState.Down && now.HeadOfficeReason.Length > 0);
        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("look  head office   not connected: ", output, StringComparison.Ordinal);
        string since = DateTimeOffset.UnixEpoch.AddMicroseconds(status.WaitingSinceUs).ToString("yyyy-MM-dd HH:mm");
        Assert.Contains($"; {status.JournalSeq} entries wait, the oldest since {since} UTC (", output, StringComparison.Ordinal);
        Assert.Contains("The box sells; 1 thing needs a person.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_waits_where_head_office_has_confirmed_all()
    {
        await using var daemon = await new Daemon(_folder.Path,
            "--Devices:printer:Link=", $"--HeadOffice:BrokerPort={Daemon.FreePort()}").StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("SOAP");
        Assert.Equal(0, (await daemon.UntilConfirmedAsync()).WaitingSinceUs);
        var (code, output) = await RunAsync(daemon.Address);
        Assert.True(code == 0, output);
        Assert.Contains("well  head office   connected; nothing waits\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_is_off_and_a_receipt_that_waits_for_it_need_a_person()
    {
        int port = Daemon.FreePort();
        await using var daemon = await new Daemon(_folder.Path,
            $"--Devices:printer:Link=tcp://127.0.0.1:{port}", "--HeadOffice:Embedded=false").StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("SOAP");
        await daemon.UntilAsync(status => status.PrinterTrouble.Length > 0);
        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains($"BAD   device printer  escpos at 127.0.0.1:{port}: offline, ", output, StringComparison.Ordinal);
        Assert.Contains("look  print jobs      1 job waits; ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_may_be_on_paper_is_named()
    {
        int port = Daemon.FreePort();
        await using var device = VirtualPrinter.Start(port);
        device.CutCableAfter(100);
        await using var daemon = await new Daemon(_folder.Path,
            $"--Devices:printer:Link=tcp://127.0.0.1:{port}", "--HeadOffice:Embedded=false").StartAsync();
        await new Till(daemon).ImportUsual();
        string receipt = (await new Till(daemon).Sell("SOAP")).ReceiptNumber;
        await daemon.UntilAsync(status => status.PrintJobs.Any(job => job.State == PrintState.Unknown));
        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains($"; nobody knows whether this is on paper: {receipt}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_payment_that_nobody_knows_the_end_of_is_told_with_its_amount_and_register()
    {
        await using var shop = await PaymentShop.OpenAsync();
        (shop.Faults.LeavesOutStatus, shop.Faults.ForgetsLastTransaction) = (true, true);
        var basket = await shop.Goods("SOAP");
        var paid = await shop.Pay(basket.BasketId);
        Assert.Equal(PaymentState.Unknown, paid.State);
        var (code, output) = await RunAsync(shop.Daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains($"2.50 EUR at register 1, {paid.Terminal}: nobody knows its end (", output, StringComparison.Ordinal);
        Assert.Contains("read the terminal's slip", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_box_its_socket_file_tells_of_certificates_and_registers()
    {
        var shop = new PairedShop();
        await using var end = shop;
        await shop.InitializeAsync();
        string address = $"unix:{shop.SocketFile}";
        var (_, output) = await RunAsync(address);
        Assert.Contains("no register may come in, for none is paired whose certificate is good", output, StringComparison.Ordinal);
        Assert.Contains("pair one: edgeposctl registers pair NAME", output, StringComparison.Ordinal);
        string until = Shown.Day(TimeProvider.System.GetUtcNow().AddDays(90));
        Assert.Contains($"server until {until}, root until no end\n", output, StringComparison.Ordinal);

        await shop.PairAsync(3);
        (_, output) = await RunAsync(address);
        Assert.DoesNotContain("no register may come in", output, StringComparison.Ordinal);
        Assert.Contains("well  registers     1 paired, 0 connected", output, StringComparison.Ordinal);
        await shop.RevokeAsync(3);
        (_, output) = await RunAsync(address);
        Assert.Contains("no register may come in", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_somebody_must_sign_in_it_says_what_it_could_not_ask_and_why_nobody_sells()
    {
        await using var daemon = await new Daemon(_folder.Path, [.. Daemon.Alone, "--Staff:SignIn=true"]).StartAsync();
        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("nobody can sign in, for head office has not told this box who works here", output, StringComparison.Ordinal);
        Assert.Contains("?     payments      the box does not say: ", output, StringComparison.Ordinal);
        Assert.Contains("its socket file answers everything", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daemon_that_is_not_there_or_stands_still_is_one_line_with_what_to_do_and_exit_code_69(bool stands)
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        if (stands)
        {
            await daemon.StartAsync();
            Assert.Equal(0, await SignalAsync(daemon, "STOP"));
        }

        var (code, output) = await RunAsync(daemon.Address);
        Assert.Equal(69, code);
        string line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"edgeposctl: the box does not answer at {daemon.Address}: ", line, StringComparison.Ordinal);
        foreach (string advice in new[] { "systemctl status edgepos", "journalctl -u edgepos", "edgeposctl doctor" })
            Assert.Contains(advice, line, StringComparison.Ordinal);
        Assert.Contains(stands ? "nothing within 5 s. " : "Connection refused. ", line, StringComparison.Ordinal);
        if (stands)
            Assert.Equal(0, await SignalAsync(daemon, "CONT"));
    }

    [Fact]
    public async Task A_daemon_whose_sales_stand_still_is_to_be_started_again()
    {
        await using var box = await StuckBox.StartAsync();
        var (code, output) = await RunAsync(box.Address);
        Assert.Equal(1, code);
        Assert.Contains(
            "BAD   sells  no: the daemon answers, but its ledger or its counter makes no progress\n", output, StringComparison.Ordinal);
        Assert.Contains("systemctl restart edgepos", output, StringComparison.Ordinal);
        Assert.Contains("The box CANNOT SELL; 1 thing needs a person.\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("ftp://127.0.0.1")]
    public async Task A_wrong_address_is_exit_code_64(string gateway) => Assert.Equal(64, (await RunAsync(gateway)).ExitCode);

    private static async Task<int> SignalAsync(Daemon daemon, string signal) =>
        (await ProgramRun.ToEndAsync("kill", "", $"-{signal}", $"{daemon.ProcessId}")).ExitCode;

    private static Task<(int ExitCode, string Output)> RunAsync(string gateway, params string[] more) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["status", "--gateway", gateway, .. more]);
}
