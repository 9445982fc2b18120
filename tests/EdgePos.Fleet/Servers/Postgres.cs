using Npgsql;

namespace EdgePos.Fleet;

/// <summary>
/// A real PostgreSQL of this program's own, from Debian's package: durable, as it comes, but for a larger cache and log, so that
/// it is not always at a checkpoint.
/// </summary>
internal static class Postgres
{
    private const string Everywhere = "/usr/lib/postgresql";

    /// <summary>Where its programs are; null: it is not installed.</summary>
    public static string? Programs => Directory.Exists(Everywhere)
        ? Directory.GetDirectories(Everywhere).Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    /// <summary>Starts one with a new, empty database for the books.</summary>
    /// <returns>The server and the connection string.</returns>
    public static async Task<(ServerProcess Server, string Database)> StartAsync(
        string folder, int port, TimeProvider time, CancellationToken stop)
    {
        string data = Path.Combine(folder, "postgres");
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111); // the server is another user than root
        await ServerProcess.RunAsync(AsOther[0], [.. AsOther[1..], $"{Programs}/initdb", "-D", data, "-U", "edgepos", "-A", "trust",
            "-N", "-E", "UTF8", "--locale=C.UTF-8"]);
        var server = ServerProcess.Start(AsOther[0], [.. AsOther[1..], $"{Programs}/postgres", "-D", data, "-p", $"{port}", "-k", "",
            "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB", "-c", "max_connections=200"]);
        await server.UntilAsync(() => TakesAsync(Connection(port, "postgres"), stop), "it takes connections", time, stop);
        await using var connection = new NpgsqlConnection(Connection(port, "postgres"));
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand("CREATE DATABASE books", connection);
        await command.ExecuteNonQueryAsync(stop);
        return (server, Connection(port, "books"));
    }

    private static async Task<bool> TakesAsync(string database, CancellationToken stop)
    {
        try
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync(stop);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string Connection(int port, string database) =>
        $"Host=127.0.0.1;Port={port};Username=edgepos;Database={database}";

    // PostgreSQL does not run as root.
    private static string[] AsOther => Environment.UserName == "root"
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        : ["env"];
}
