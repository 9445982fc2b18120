using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Grpc.Core;
using MQTTnet;
using MQTTnet.Protocol;
using Npgsql;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>A head office with PostgreSQL and a Mosquitto between it and its boxes.</summary>
public sealed class UplinkTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _late = new(TimeSpan.FromMinutes(2));
    private readonly SentJournal _journal = SentJournal.OfSales(500);
    private SharedBroker? _broker;
    private HeadOfficeProgram? _office;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.NewDatabaseAsync();
        _broker = await SharedBroker.StartAsync();
        _office = new HeadOfficeProgram(_folder.Path, _broker.Port, $"--HeadOffice:Database={_database}").Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_office is not null)
            await _office.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
        _late.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_boxes_say_ahead_is_in_the_reports_before_their_journal_and_nonsense_between_holds_up_nothing()
    {
        await SendUntilConfirmedAsync(100);
        using var box = await ConnectAsync();
        await PublishAsync(box, Topics.Live("demo", "S1", "box1", "stock"), [0xff, 0xff]);
        await PublishAsync(box, Topics.Journal("demo", "S1", "box1"), [0xff]);
        await PublishAsync(box, Topics.State("demo", "S1", new string('x', 3000)), new BoxState { Online = true }.ToByteArray());
        await PublishAsync(box, Topics.HeadOfficeState("demo"), [0xff]);
        var live = new LiveStock { Epoch = ByteString.CopyFrom(_journal.Epoch), AsOfSeq = 400 };
        live.Items.Add(new LiveStockItem { Sku = "SOAP", MovedThousandths = -400_000 });
        await PublishAsync(box, Topics.Live("demo", "S1", "box1", "stock"), live.ToByteArray());
        await PublishAsync(box, Topics.Live("demo", "S1", "box1", "health"), new LiveHealth { Version = "9" }.ToByteArray());
        await UntilStockAsync(-400_000, -100_000);
        await SendUntilConfirmedAsync(450);
        await UntilStockAsync(-450_000, -450_000);
        var fleet = await _office!.Reports.FleetAsync(new FleetRequest());
        Assert.Equal("9", Assert.Single(fleet.Boxes).Health.Version);
    }

    [Fact]
    public async Task A_database_that_goes_away_and_comes_back_costs_nothing_but_time()
    {
        await SendUntilConfirmedAsync(100);
        Admin("ALTER DATABASE {0} WITH ALLOW_CONNECTIONS false");
        Admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
        using var box = await ConnectAsync();
        var sending = SendUntilConfirmedAsync(500);
        for (int i = 0; i < 100; i++)
            await PublishAsync(box, Topics.Live("demo", "S1", "box1", "health"), new LiveHealth { AtUs = i }.ToByteArray());
        Assert.False(sending.IsCompleted);
        Admin("ALTER DATABASE {0} WITH ALLOW_CONNECTIONS true");
        await sending;
        await UntilStockAsync(-500_000, -500_000);
    }

    [Fact]
    public async Task Books_that_lost_a_boxs_journal_ask_for_it_when_somebody_serves_the_box()
    {
        using var box = await ConnectAsync();
        var asked = new TaskCompletionSource<Resend>();
        box.ApplicationMessageReceivedAsync += heard =>
        {
            asked.TrySetResult(Resend.Parser.ParseFrom(heard.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        await box.SubscribeAsync(Topics.Resend("demo", "S1", "box1"), MqttQualityOfServiceLevel.AtLeastOnce, _late.Token);
        var state = new BoxState { Online = true, Epoch = ByteString.CopyFrom(_journal.Epoch), HeadSeq = 500, ConfirmedSeq = 300 };
        await PublishAsync(box, Topics.State("demo", "S1", "box1"), state.ToByteArray(), retain: true);
        var resend = await asked.Task.WaitAsync(_late.Token);
        Assert.Equal((1L, ResendReason.Gap), (resend.FromSeq, resend.Reason));
    }

    private Task SendUntilConfirmedAsync(int sold) =>
        new JournalSender(_journal, "S1", "box1", _broker!.Port) { Sold = sold }.RunAsync(sold, _late.Token);

    private async Task<IMqttClient> ConnectAsync()
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _broker!.Port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), _late.Token);
        return client;
    }

    private Task PublishAsync(IMqttClient client, string topic, byte[] message, bool retain = false) =>
        client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(message).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), _late.Token);

    private async Task UntilStockAsync(long onHand, long committed)
    {
        while (true)
        {
            var rows = await _office!.Reports.ListStock(new ListStockRequest { Sku = "SOAP" }).ResponseStream.ReadAllAsync(_late.Token)
                .ToListAsync(_late.Token);
            if (rows is [var row] && (row.OnHandThousandths, row.CommittedThousandths) == (onHand, committed))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _late.Token);
        }
    }

    private void Admin(string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(_database) { Pooling = false };
        (string database, settings.Database) = (settings.Database!, "postgres");
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, database), connection);
        command.ExecuteNonQuery();
    }
}
