using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using EdgePos.Tests;
using Npgsql;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace EdgePos.Tests;

/// <summary>A real PostgreSQL of the tests' own, from Debian's package: one for the whole run, started by the first who asks.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim One = new(1);
    private static PostgresServer? _running;

    private readonly TempFolder _folder = new();
    private readonly int _port = Daemon.FreePort();
    private Process? _server;
    private int _databases;

    /// <summary>A new, empty database; gives its connection string. Skips the test where PostgreSQL is not installed.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        string? programs = ProgramsFolder();
        Assert.SkipWhen(programs is null, "PostgreSQL is not installed (package postgresql)");
        var server = await StartedAsync(programs!);
        string name = string.Create(CultureInfo.InvariantCulture, $"books{Interlocked.Increment(ref server._databases)}");
        await using var connection = new NpgsqlConnection(server.Connection("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return server.Connection(name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var server = Interlocked.Exchange(ref _running, null);
        if (server is null)
            return;
        NpgsqlConnection.ClearAllPools();
        server._server!.Kill(); // nothing of it is wanted any more
        await server._server.WaitForExitAsync();
        await server.EndChildrenAsync();
        server._folder.Dispose();
    }

    private static async Task<PostgresServer> StartedAsync(string programs)
    {
        await One.WaitAsync();
        try
        {
            return _running ??= await new PostgresServer().StartAsync(programs);
        }
        finally
        {
            One.Release();
        }
    }

    private static string? ProgramsFolder() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private async Task<PostgresServer> StartAsync(string programs)
    {
        string data = _folder.File("data");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111); // the server is another user than root
        Assert.Equal(0, await RunAsync(Path.Combine(programs, "initdb"), "-D", data, "-U", "edgepos", "-A", "trust", "-N", "-E", "UTF8",
            "--locale=C.UTF-8"));
        _server = Process.Start(AsOther(Path.Combine(programs, "postgres"), "-D", data, "-p", $"{_port}", "-k", "",
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
            "-c", "log_min_messages=fatal"))!;
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return this;
            }
            catch (NpgsqlException) when (waiting.Elapsed < Daemon.Patience && !_server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    // A killed postmaster leaves its children a moment to notice.
    private async Task EndChildrenAsync()
    {
        for (int i = 0; i < 100 && File.Exists(_folder.File("data/postmaster.pid")) && Children().Any(); i++)
            await Task.Delay(50);
    }

    private IEnumerable<string> Children() => Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).ResolveLinkTarget(false)?.FullName == _folder.File("data");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username=edgepos;Database={database}";

    private static async Task<int> RunAsync(string program, params string[] args)
    {
        using var run = Process.Start(AsOther(program, args))!;
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode;
    }

    // PostgreSQL does not run as root.
    private static ProcessStartInfo AsOther(string program, params string[] args) => Environment.UserName == "root"
        ? new ProcessStartInfo("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. args])
        { RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal) }
        : new ProcessStartInfo(program, args) { RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal) };
}
