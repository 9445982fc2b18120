using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EdgePos.Fleet;

/// <summary>Which servers the fleet plays against.</summary>
/// <param name="Broker">HOST:PORT; empty: a Mosquitto is started.</param>
/// <param name="Database">Connection string; empty: a PostgreSQL is started.</param>
/// <param name="Program">Head office's program.</param>
/// <param name="Consumers">How many of it are started; 0: it runs already.</param>
/// <param name="Queued">Messages that the Mosquitto keeps for a slow client; 0: any number.</param>
/// <param name="Folder">For what they write: on the disk that is to be measured.</param>
internal sealed record ServerWishes(string Broker, string Database, string Program, int Consumers, int Queued, string Folder);

/// <summary>Broker, database and head offices, those that were started and those that were given.</summary>
internal sealed class FleetServers : IAsyncDisposable
{
    private const int Partitions = 64;

    private readonly List<ServerProcess> _offices = [];
    private readonly ServerWishes _wishes;
    private ServerProcess? _broker, _database;

    private FleetServers(ServerWishes wishes) => _wishes = wishes;

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; private set; } = new("", 0);

    /// <summary>Connection string of the books.</summary>
    public string Database { get; private set; } = "";

    /// <summary>How many head offices share the boxes.</summary>
    public int Consumers => _offices.Count;

    /// <summary>What head offices have used; nothing where they were given.</summary>
    public ProcessUse OfficeUse => Sum(_offices);

    /// <summary>What the broker has used; nothing where it was given.</summary>
    public ProcessUse BrokerUse => Sum(_broker is null ? [] : [_broker]);

    /// <summary>What PostgreSQL has used; nothing where it was given.</summary>
    public ProcessUse DatabaseUse => Sum(_database is null ? [] : [_database]);

    /// <summary>What is missing on this machine, in words; null: nothing.</summary>
    public static string? Missing(ServerWishes wishes) =>
        wishes.Broker.Length == 0 && Mosquitto.Program is null ? "Mosquitto is not installed (apt-get install mosquitto); or give --broker"
        : wishes.Database.Length == 0 && Postgres.Programs is null
        ? "PostgreSQL is not installed (apt-get install postgresql); or give --database"
        : wishes.Consumers > 0 && !File.Exists(wishes.Program) ? $"there is no head office at {wishes.Program}; give --headoffice"
        : null;

    /// <summary>Starts what is to be started, and waits until head offices share all boxes.</summary>
    public static async Task<FleetServers> StartAsync(ServerWishes wishes, string tenant, TimeProvider time, CancellationToken stop)
    {
        var servers = new FleetServers(wishes);
        try
        {
            await servers.BeginAsync(tenant, time, stop);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last that each of the programs has said.</summary>
    public string Said => string.Join('\n', _offices.Append(_broker).Append(_database).Select(server => server?.Said));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var office in _offices)
            await office.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private async Task BeginAsync(string tenant, TimeProvider time, CancellationToken stop)
    {
        if (_wishes.Broker.Length > 0)
        {
            string[] parts = _wishes.Broker.Split(':');
            Broker = new BrokerAddress(parts[0], parts.Length > 1 ? int.Parse(parts[1]) : 1883);
        }
        else
        {
            Broker = new BrokerAddress("127.0.0.1", FreePort());
            _broker = await Mosquitto.StartAsync(_wishes.Folder, Broker.Port, _wishes.Queued, time, stop);
        }

        if (_wishes.Database.Length > 0)
            Database = _wishes.Database;
        else
            (_database, Database) = await Postgres.StartAsync(_wishes.Folder, FreePort(), time, stop);
        for (int i = 0; i < _wishes.Consumers; i++)
        {
            _offices.Add(ServerProcess.Start(_wishes.Program, $"--HeadOffice:Tenant={tenant}", $"--HeadOffice:BrokerHost={Broker.Host}",
                $"--HeadOffice:BrokerPort={Broker.Port}", $"--HeadOffice:Database={Database}",
                $"--HeadOffice:DataFolder={Path.Combine(_wishes.Folder, "office")}", $"--HeadOffice:ReportsPort={FreePort()}"));
        }

        if (_offices.Count > 0)
            await _offices[0].UntilAsync(() => AreSharedAsync(stop), "all partitions are shared", time, stop);
    }

    // Each partition is an advisory lock, held by one head office.
    private async Task<bool> AreSharedAsync(CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand($"""
            SELECT count(*), count(DISTINCT pid), coalesce(max(n), 0) FROM (SELECT pid, objid, count(*) OVER (PARTITION BY pid) AS n
            FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND objid::bigint < {Partitions}
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) && rows.GetInt64(0) == Partitions && rows.GetInt64(1) == _offices.Count
            && rows.GetInt64(2) == (Partitions + _offices.Count - 1) / _offices.Count;
    }

    private static ProcessUse Sum(IEnumerable<ServerProcess> servers) =>
        servers.Aggregate(default(ProcessUse), (sum, server) => sum + server.Use());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
