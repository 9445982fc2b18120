using EdgePos.HeadOffice;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Head office sets a store: tried before it is taken, in use after a start in a quiet moment, never what keeps it shut.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const int Restart = 75;

    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public ConfigurationTests() => SigningKey.OpenOrMake(OfficeFolder).Dispose();

    private string OfficeFolder => _folder.File("office");

    private string LayerFile => Path.Combine(_folder.File("S1"), "headoffice.settings");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_come_down_and_are_in_use_after_a_start_when_nobody_is_served()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        var basket = await till.Add((await till.Open()).BasketId, "SOAP");
        await PublishAsync("# the chain's words\nStore:Footer=Come again = soon\nSelling:Tenders=cash\n");
        await UntilAsync(() => File.Exists(LayerFile), daemon);
        await till.Pay(new AddTenderRequest { Card = new Card { Reference = "A1" } }, basket.BasketId, 250); // nothing has changed yet
        var sold = (await till.Complete(basket.BasketId)).Receipt;
        Assert.Equal(Restart, await daemon.EndedAsync());

        await daemon.StartAsync(); // as systemd does
        Assert.Contains("Come again = soon", await TextAsync(daemon, sold.ReceiptNumber), StringComparison.Ordinal);
        basket = await till.Add((await till.Open()).BasketId, "SOAP");
        await Till.Refused(StatusCode.FailedPrecondition, "TENDER_NOT_TAKEN", () =>
            till.Pay(new AddTenderRequest { Card = new Card { Reference = "A1" } }, basket.BasketId, 250));
        await till.Cash(basket.BasketId, 250);
        await till.Complete(basket.BasketId);

        // The same again moves nothing; what the next one does not say is the box's own again.
        await PublishAsync("Store:Footer=Come again = soon\nSelling:Tenders=cash\n");
        await UntilAsync(() => daemon.Output.Contains("configuration 2 is current", StringComparison.Ordinal), daemon);
        await daemon.StatusAsync();
        await PublishAsync("Store:Footer=Goodbye\n");
        Assert.Equal(Restart, await daemon.EndedAsync());
        await daemon.StartAsync();
        Assert.Contains("Goodbye", await TextAsync(daemon, sold.ReceiptNumber), StringComparison.Ordinal);
        basket = await till.Add((await till.Open()).BasketId, "SOAP");
        await till.Pay(new AddTenderRequest { Card = new Card { Reference = "A1" } }, basket.BasketId, 250);
    }

    [Theory]
    [InlineData("Store:Code=S9", "Store:Code: this is set at the box alone")]
    [InlineData("Selling:Approvers=eve:1234", "Selling:Approvers: this is set at the box alone")]
    [InlineData("Relay:BrokerHost=evil.example", "Relay:BrokerHost: this is set at the box alone")]
    [InlineData("Store:Langauge=nl", "Langauge")]
    [InlineData("Store:Language=xx", "Language")]
    [InlineData("Selling:Tenders=cash|shells", "Selling:Tenders has shells")]
    [InlineData("Till:SafeDropAtMinor=much", "much")]
    public async Task What_a_box_cannot_use_is_refused_with_the_reason_and_it_sells_on(string setting, string why)
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon().StartAsync();
        await PublishAsync(setting + "\nStore:Footer=Bye\n");
        await UntilAsync(() => daemon.Output.Contains("configuration 1 is refused", StringComparison.Ordinal), daemon);
        Assert.Contains(why, daemon.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(LayerFile));
        await daemon.StatusAsync();
    }

    [Fact]
    public async Task A_box_that_is_set_by_hand_takes_none()
    {
        await using var office = NewHeadOffice().Start();
        await using var daemon = await NewDaemon("--Relay:TakeSettings=false").StartAsync();
        await PublishAsync("Store:Footer=Bye\n");
        await UntilAsync(() => daemon.Output.Contains("Relay:TakeSettings", StringComparison.Ordinal), daemon);
        Assert.False(File.Exists(LayerFile));
    }

    [Theory]
    [InlineData("Store:SettingOfYesterday=1\n")]
    [InlineData("Store:Language=xx\n")]
    public async Task Settings_that_a_newer_program_does_not_take_do_not_keep_the_shop_shut(string kept)
    {
        Directory.CreateDirectory(_folder.File("S1"));
        File.WriteAllText(LayerFile, kept);
        await using var daemon = await NewDaemon().StartAsync();
        Assert.Contains("are not in use, the box's own are", daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_disk_spoiled_is_no_reason_not_to_open()
    {
        Directory.CreateDirectory(_folder.File("S1"));
        File.WriteAllBytes(LayerFile, [0, 255, 61, 10, 61, 61, 10, 58, 58, 61, 0]);
        await using var daemon = await NewDaemon().StartAsync();
        await daemon.StatusAsync();
    }

    private HeadOfficeProgram NewHeadOffice() => new(OfficeFolder, _brokerPort, "--HeadOffice:EmbeddedBroker=true");

    private Daemon NewDaemon(params string[] settings) => new(_folder.File("S1"), ["--Devices:printer:Link=",
        "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}",
        $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(OfficeFolder)}", .. settings]);

    private async Task PublishAsync(string settings)
    {
        string file = _folder.File("store.settings");
        File.WriteAllText(file, settings);
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "",
            "publish", "configuration", file, "--store", "S1", "--data-folder", OfficeFolder);
        Assert.True(code == 0, output);
    }

    private static async Task<string> TextAsync(Daemon daemon, string receipt) => (await daemon.Box.RenderReceiptAsync(
        new RenderReceiptRequest { ReceiptNumber = receipt, Format = ReceiptFormat.Text }, Daemon.As(1))).Content.ToStringUtf8();

    private static async Task UntilAsync(Func<bool> isSo, Daemon daemon)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); !isSo(); await Task.Delay(50))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, daemon.Output);
    }
}
