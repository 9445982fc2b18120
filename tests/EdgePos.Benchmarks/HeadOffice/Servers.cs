using EdgePos.Fleet;
using Npgsql;

namespace EdgePos.Benchmarks;

/// <summary>
/// A broker and a database as the fleet has them, and head offices. In a chain they are on other machines than the box: here they
/// give way to it.
/// </summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly List<ServerProcess> _running = [];
    private string _database = "";

    /// <summary>What is missing on this machine; null: nothing.</summary>
    public static string? Missing => Mosquitto.Program is null ? "package mosquitto"
        : Postgres.Programs is null ? "package postgresql" : null;

    public static async Task<Servers> StartAsync(string folder, int brokerPort, int databasePort, CancellationToken stop)
    {
        var servers = new Servers();
        try
        {
            servers._running.Add(await Mosquitto.StartAsync(folder, brokerPort, queued: 0, TimeProvider.System, stop));
            (var postgres, servers._database) = await Postgres.StartAsync(folder, databasePort, TimeProvider.System, stop);
            servers._running.Add(postgres);
            foreach (var server in servers._running)
                await ServerProcess.RunAsync("renice", "-n", "10", "-p", $"{server.Id}");
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>What PostgreSQL has used until now.</summary>
    public ProcessUse DatabaseUse => _running[^1].Use();

    /// <summary>A new, empty database: its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string name, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync(stop);
        return new NpgsqlConnectionStringBuilder(_database) { Database = name }.ConnectionString;
    }

    /// <summary>Starts a program that gives way to the box.</summary>
    public static ServerProcess Start(string program, params IEnumerable<string> args) =>
        ServerProcess.Start("nice", ["-n", "10", program, .. args]);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var server in Enumerable.Reverse(_running))
            await server.DisposeAsync();
    }
}
