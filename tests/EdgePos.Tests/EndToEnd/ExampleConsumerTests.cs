using EdgePos.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>protos/examples/consumer.py, as somebody would write a head office in another language.</summary>
public sealed class ExampleConsumerTests : IDisposable
{
    private const string Python = "/usr/bin/python3"; // Debian's, which finds Debian's modules

    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_head_office_in_Python_commits_the_journal_and_takes_up_where_it_was_killed()
    {
        string protos = Path.Combine(Programs.Repo, "protos");
        await GenerateAsync(protos);
        await using var broker = await Mosquitto.StartAsync(_folder, _brokerPort);
        await using var daemon = await new Daemon(_folder.File("data"), ["--Devices:printer:Link=", "--HeadOffice:Embedded=false",
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}"]).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        for (int run = 0; run < 2; run++)
        {
            for (int i = 0; i < 20; i++)
                await till.Sell("SOAP");
            await using var consumer = ProgramRun.StartWith(
                new Dictionary<string, string> { ["PYTHONPATH"] = _folder.File("generated") }, Python,
                Path.Combine(protos, "examples", "consumer.py"), "demo", _folder.File("books.db"),
                "127.0.0.1", $"{_brokerPort}");
            await daemon.UntilConfirmedAsync();
            await consumer.KillAsync();
        }

        using var books = new SqliteConnection($"Data Source={_folder.File("books.db")};Mode=ReadOnly;Pooling=False");
        books.Open();
        using var command = books.CreateCommand();
        command.CommandText = "SELECT seq, hash FROM entries ORDER BY seq";
        using var rows = command.ExecuteReader();
        var committed = new List<(long, string)>();
        while (rows.Read())
            committed.Add((rows.GetInt64(0), Convert.ToHexString((byte[])rows.GetValue(1))));
        var journal = new LedgerReader(daemon.LedgerFile).Entries(0, int.MaxValue, long.MaxValue);
        Assert.Equal(journal.Select(entry => (entry.Header.Seq, Convert.ToHexString(entry.Hash))), committed);
    }

    private async Task GenerateAsync(string protos)
    {
        Assert.SkipWhen(Mosquitto.Path is null || !File.Exists("/usr/bin/protoc") || !File.Exists(Python),
            "Mosquitto or protoc is not installed: apt-get install mosquitto protobuf-compiler libprotobuf-dev");
        Assert.SkipWhen(!File.Exists(ReadingTests.ProtocsOwn), "protoc's own protos are not installed: apt-get install libprotobuf-dev");
        var (missing, _) = await ProgramRun.ToEndAsync(Python, "", "-c", "import paho.mqtt.client, google.protobuf, brotli");
        Assert.SkipWhen(missing != 0, "apt-get install python3-paho-mqtt python3-protobuf python3-brotli");
        Directory.CreateDirectory(_folder.File("generated"));
        var (code, output) = await ProgramRun.ToEndAsync("/usr/bin/protoc", "", ["-I", protos, $"--python_out={_folder.File("generated")}",
            .. Directory.EnumerateFiles(Path.Combine(protos, "edgepos"), "*.proto", SearchOption.AllDirectories)]);
        Assert.True(code == 0, output);
    }
}
