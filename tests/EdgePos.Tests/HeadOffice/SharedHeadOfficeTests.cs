using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Several head offices on one PostgreSQL and one Mosquitto. Any of them may die at any time.</summary>
public sealed class SharedHeadOfficeTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _late = new(TimeSpan.FromMinutes(3));
    private SharedBroker? _broker;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.NewDatabaseAsync();
        _broker = await SharedBroker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _late.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(2, 11)]
    [InlineData(3, 12)]
    public async Task Whoever_is_killed_while_boxes_send_every_journal_is_there_once_entry_by_entry(int offices, int seed)
    {
        var random = new Random(seed);
        var programs = Enumerable.Range(0, offices).Select(_ => NewOffice().Start()).ToList();
        var boxes = Enumerable.Range(1, 6).Select(n => (Journal: SentJournal.OfSales(4000), Name: $"box{n}")).ToList();
        await UntilSharedAsync(offices);
        var senders = boxes.Select(box => new JournalSender(box.Journal, "S1", box.Name, _broker!.Port)).ToList();
        var sending = Task.WhenAll(senders.Select(sender => sender.RunAsync(_late.Token)));
        try
        {
            for (int kills = 0; kills < 5; kills++)
            {
                senders.ForEach(sender => sender.Sold += 800);
                var victim = programs[random.Next(offices)];
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 900)), TimeProvider.System, _late.Token);
                await victim.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 2000)), TimeProvider.System, _late.Token);
                victim.Start();
            }

            await sending;
        }
        finally
        {
            foreach (var program in programs)
                await program.DisposeAsync();
        }

        Assert.All(senders, sender => Assert.Equal(0, sender.Forks));
        using var books = Books.Open(new HeadOfficeOptions { Database = _database }, TimeProvider.System);
        foreach (var (journal, name) in boxes)
            AssertHolds(books, journal, name);
    }

    [Fact]
    public async Task The_partitions_spread_over_those_who_live_and_boxes_hear_that_head_office_is_there()
    {
        await using var first = NewOffice().Start();
        await UntilSharedAsync(1);
        await using var second = NewOffice().Start();
        await using var third = NewOffice().Start();
        await UntilSharedAsync(3);

        var states = new List<bool>();
        using var box = new MqttClientFactory().CreateMqttClient();
        box.ApplicationMessageReceivedAsync += heard =>
        {
            lock (states)
                states.Add(HeadOfficeState.Parser.ParseFrom(heard.ApplicationMessage.Payload).Online);
            return Task.CompletedTask;
        };
        await box.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _broker!.Port).Build(), _late.Token);
        await box.SubscribeAsync(Topics.HeadOfficeState("demo"), MqttQualityOfServiceLevel.AtLeastOnce, _late.Token);
        await first.KillAsync();
        await UntilSharedAsync(2);
        await UntilAsync(() =>
        {
            lock (states)
                return states.Contains(false) && states[^1];
        });
    }

    private HeadOfficeProgram NewOffice() => new(_folder.Path, _broker!.Port, $"--HeadOffice:Database={_database}");

    private static void AssertHolds(Books books, SentJournal journal, string box)
    {
        using var connection = books.Store.OpenToRead();
        long stream = connection.Query("SELECT stream FROM streams WHERE box = $1", row => row.GetInt64(0), box).Single();
        var held = connection.EntriesAfter(stream, 0, int.MaxValue).ToList();
        Assert.Equal(journal.Entries.Select(sent => (sent.Entry, Convert.ToHexString(sent.Hash))),
            held.Select(read => (read.Entry, Convert.ToHexString(read.Hash))));
        Assert.Equal((journal.Count, journal.Total, -1000L * journal.Count), connection.Query("""
            SELECT s.sales, t.minor, k.moved FROM streams s JOIN totals t USING (stream) JOIN stock k USING (stream) WHERE stream = $1
            """, row => ((int)row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), stream).Single());
    }

    // All partitions are held, and nobody has more than its part.
    private Task UntilSharedAsync(int offices)
    {
        return UntilAsync(() =>
        {
            using var connection = new Npgsql.NpgsqlConnection(_database + ";Pooling=false");
            connection.Open();
            var held = connection.Query("""
                SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid::bigint < 64
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY pid
                """, row => row.GetInt64(0)).ToList();
            return held.Count == offices && held.Sum() == 64 && held.Max() <= (64 + offices - 1) / offices;
        });
    }

    private async Task UntilAsync(Func<bool> done)
    {
        while (!done())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _late.Token);
    }
}
