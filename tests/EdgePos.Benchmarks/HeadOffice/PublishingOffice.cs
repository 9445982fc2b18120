using EdgePos.Fleet;

namespace EdgePos.Benchmarks;

/// <summary>A head office that publishes price books. It is held while the verb works, so that boxes hear of one only after that.</summary>
internal sealed class PublishingOffice : IAsyncDisposable
{
    private readonly string _program, _database, _folder;
    private ServerProcess? _serving;

    private PublishingOffice(string program, string database, string folder) =>
        (_program, _database, _folder) = (program, database, folder);

    /// <summary>What the box must have as Relay:HeadOfficeKeyFile.</summary>
    public string KeyFile => Path.Combine(_folder, "signing.pub.pem");

    public static async Task<PublishingOffice> StartAsync(string program, string database, string folder, int brokerPort, int reportsPort)
    {
        Directory.CreateDirectory(folder);
        var office = new PublishingOffice(program, database, folder);
        await office.RunVerbAsync(items: 1, _ => 99); // makes the key
        office._serving = Servers.Start(program, "--HeadOffice:Tenant=demo", $"--HeadOffice:BrokerPort={brokerPort}",
            $"--HeadOffice:Database={database}", $"--HeadOffice:DataFolder={folder}", $"--HeadOffice:ReportsPort={reportsPort}");
        return office;
    }

    /// <summary>Publishes a price book; when this returns, the manifest is about to be told.</summary>
    public async Task PublishAsync(int items, Func<int, long> priceOf)
    {
        await SignalAsync("-STOP");
        await RunVerbAsync(items, priceOf);
        await SignalAsync("-CONT");
    }

    public async ValueTask DisposeAsync()
    {
        if (_serving is not null)
            await _serving.DisposeAsync();
    }

    private async Task RunVerbAsync(int items, Func<int, long> priceOf)
    {
        string file = Path.Combine(_folder, "book.csv");
        BookFile.Write(file, items, priceOf);
        await ServerProcess.RunAsync(_program,
            "publish", "price-book", file, "--store", "S1", "--tenant", "demo", "--database", _database, "--data-folder", _folder);
    }

    private Task SignalAsync(string signal) => ServerProcess.RunAsync("kill", signal, $"{_serving!.Id}");
}
