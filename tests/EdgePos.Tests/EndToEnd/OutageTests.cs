using EdgePos.Devices;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>The broker, head office and the cable fail; the shop sells on, and at the end the books agree.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_the_broker_gone_for_a_whole_replay_all_arrives_once_when_it_returns()
    {
        var model = SalesModel.Sample();
        await using var daemon = await NewDaemon(_brokerPort).StartAsync();
        await SellAsync(daemon, model);
        var away = await daemon.StatusAsync();
        Assert.Equal((LinkState.Down, 0L, model.Receipts + 1L), (away.HeadOffice, away.ConfirmedSeq, away.JournalSeq));

        await using var headOffice = NewHeadOffice("--HeadOffice:EmbeddedBroker=true").Start();
        await AgreeAsync(daemon, headOffice, model.Receipts);
    }

    [Fact]
    public async Task A_head_office_that_says_it_is_there_before_it_listens_is_found_in_seconds()
    {
        await using var broker = await SharedBroker.StartAsync();
        using var office = new MqttClientFactory().CreateMqttClient();
        await office.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500).Build());
        await office.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topics.HeadOfficeState("demo"))
            .WithPayload(new HeadOfficeState { Online = true }.ToByteArray()).WithRetainFlag().Build());
        await using var daemon = await NewDaemon(broker.Port).StartAsync();
        await daemon.UntilAsync(status => status.HeadOfficeReason == "the broker knows no head office");

        var live = new TaskCompletionSource();
        office.ApplicationMessageReceivedAsync += async received =>
        {
            if (received.ApplicationMessage.Topic.Contains("/live/", StringComparison.Ordinal))
            {
                live.TrySetResult(); // what was said before nobody heard is said again
                return;
            }

            var batch = Batch.Parser.ParseFrom(received.ApplicationMessage.Payload);
            await office.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topics.Confirmed("demo", "S1", "box1"))
                .WithPayload(new Confirmed { Epoch = batch.Epoch, Seq = batch.Last, Hash = batch.HashLast }.ToByteArray()).Build());
        };
        await office.SubscribeAsync(Topics.AllLive("demo"), MqttQualityOfServiceLevel.AtLeastOnce);
        await office.SubscribeAsync(Topics.AllJournals("demo"), MqttQualityOfServiceLevel.AtLeastOnce);
        await daemon.UntilAsync(status => status.ConfirmedSeq == status.JournalSeq);
        await live.Task.WaitAsync(Daemon.Patience);
    }

    [Fact]
    public async Task A_broker_that_restarts_all_the_time_and_forgets_everything_loses_nothing()
    {
        var model = SalesModel.Sample();
        await using var headOffice = NewHeadOffice().Start();
        await using var daemon = await NewDaemon(_brokerPort).StartAsync();
        var selling = SellAsync(daemon, model);
        for (int i = 0; i < 3; i++)
        {
            var broker = new EmbeddedBroker(_brokerPort);
            await broker.StartAsync(default);
            await daemon.UntilAsync(status => status.HeadOffice is LinkState.Waiting or LinkState.Up);
            await broker.StopAsync(default);
        }

        var last = new EmbeddedBroker(_brokerPort);
        await last.StartAsync(default);
        await selling;
        await AgreeAsync(daemon, headOffice, model.Receipts);
        await last.StopAsync(default);
    }

    [Fact]
    public async Task A_head_office_that_is_killed_while_it_commits_takes_up_where_it_was()
    {
        var model = SalesModel.Sample();
        var broker = new EmbeddedBroker(_brokerPort);
        await broker.StartAsync(default);
        await using var headOffice = NewHeadOffice().Start();
        await using var daemon = await NewDaemon(_brokerPort).StartAsync();
        var selling = SellAsync(daemon, model);
        for (int i = 1; i <= 3; i++)
        {
            await daemon.UntilAsync(status => status.ConfirmedSeq >= model.Receipts * i / 5);
            await headOffice.KillAsync();
            headOffice.Start();
        }

        await selling;
        await AgreeAsync(daemon, headOffice, model.Receipts);
        await broker.StopAsync(default);
    }

    [Fact]
    public async Task A_head_office_that_lost_its_disk_is_made_whole_by_a_store_that_sells_nothing()
    {
        var model = SalesModel.Sample();
        var broker = new EmbeddedBroker(_brokerPort);
        await broker.StartAsync(default);
        await using var headOffice = NewHeadOffice().Start();
        await using var daemon = await NewDaemon(_brokerPort).StartAsync();
        await SellAsync(daemon, model);
        await AgreeAsync(daemon, headOffice, model.Receipts);

        await headOffice.KillAsync();
        Directory.Delete(_folder.File("headoffice"), recursive: true);
        headOffice.Start();
        await BooksCheck.UntilHeadOfficeHasAsync(headOffice.Reports, model.Receipts + 1);
        await AgreeAsync(daemon, headOffice, model.Receipts);
        await broker.StopAsync(default);
    }

    [Fact]
    public async Task A_cable_that_is_pulled_in_the_middle_of_batches_loses_nothing()
    {
        var model = SalesModel.Sample();
        await using var cable = new Cable(_brokerPort);
        await using var headOffice = NewHeadOffice("--HeadOffice:EmbeddedBroker=true").Start();
        await using var daemon = await NewDaemon(cable.Port).StartAsync();
        var selling = SellAsync(daemon, model);
        for (int i = 1; i <= 2; i++)
        {
            await daemon.UntilAsync(status => status.ConfirmedSeq >= model.Receipts * i / 5);
            cable.Pull();
            await daemon.UntilAsync(status => status.HeadOffice == LinkState.Down);
            cable.PlugIn();
        }

        await selling;
        await AgreeAsync(daemon, headOffice, model.Receipts);
    }

    [Fact]
    public async Task Through_a_real_Mosquitto_all_arrives_once()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed: apt-get install mosquitto");
        var model = SalesModel.Sample();
        await using var daemon = await NewDaemon(_brokerPort).StartAsync();
        await using var headOffice = NewHeadOffice().Start();
        await using (await Mosquitto.StartAsync(_folder, _brokerPort))
        {
            await SellAsync(daemon, model);
            await AgreeAsync(daemon, headOffice, model.Receipts);
        }

        // Away in the middle of the next run, and back with nothing in memory.
        await SellAsync(daemon, model, "2");
        await using var again = await Mosquitto.StartAsync(_folder, _brokerPort);
        await AgreeAsync(daemon, headOffice, 2 * model.Receipts);
    }

    [Fact]
    public async Task A_box_with_a_copied_ledger_that_went_its_own_way_is_stopped_and_told()
    {
        await using var headOffice = NewHeadOffice("--HeadOffice:EmbeddedBroker=true").Start();
        await using var first = new Daemon(_folder.File("data"), SettingsOf(_brokerPort));
        await first.StartAsync();
        await new Till(first).ImportUsual();
        await new Till(first).Sell("SOAP");
        await first.UntilConfirmedAsync();
        await first.StopAsync();
        CopyFolder(first.DataFolder, _folder.File("copy"));

        await first.StartAsync();
        await new Till(first).Sell("SOAP", "BREAD");
        await first.UntilConfirmedAsync();
        await first.StopAsync();

        await using var copy = new Daemon(_folder.File("copy"), SettingsOf(_brokerPort));
        await copy.StartAsync();
        await new Till(copy).Sell("COLA");
        var status = await copy.UntilAsync(s => s.HeadOffice == LinkState.Forked);
        Assert.Contains("another", status.HeadOfficeReason, StringComparison.Ordinal);
        await new Till(copy).Sell("COLA"); // and the shop sells on
        Assert.Equal(3, Assert.Single((await headOffice.Reports.ListStreamsAsync(new())).Streams).Entries);
    }

    private static string[] SettingsOf(int port) =>
        ["--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={port}",
         SalesModel.Approvers];

    private Daemon NewDaemon(int port) => new(_folder.File("data"), [.. SettingsOf(port), "--Store:Currency=GBP"]);

    private HeadOfficeProgram NewHeadOffice(params string[] settings) => new(_folder.File("headoffice"), _brokerPort, settings);

    private static async Task SellAsync(Daemon daemon, SalesModel model, string run = "1")
    {
        var (code, output) = await daemon.RegisterAsync("", "--replay", model.Path, "--import", SalesModel.Approval, "--run", run);
        Assert.True(code == 0, output);
    }

    private static async Task AgreeAsync(Daemon daemon, HeadOfficeProgram headOffice, int sales) =>
        Assert.Equal(sales, (await BooksCheck.HeadOfficeHoldsExactlyTheJournal(daemon, headOffice.Reports)).Count);

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
