using System.Reflection;
using EdgePos.Sqlite;
using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>Brings a database to the schema of this program: numbered SQL files, each applied with its version row at once.</summary>
internal static class PostgresMigrations
{
    private const string Prefix = "EdgePos.HeadOffice.Books.Postgres.Migrations.";
    private const long OneAtATime = 0x4564_6765_506f_7331; // several consumers may start at once

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="InvalidDataException">The database is newer than the program, or does not keep what it commits.</exception>
    public static void Apply(NpgsqlDataSource source, TimeProvider time)
    {
        using var connection = source.OpenConnection();
        if ((string)connection.Run("SHOW synchronous_commit")! == "off")
            throw new InvalidDataException("synchronous_commit is off, so a commit need not be on disk; set it on for this database");
        var all = new Migrator(Prefix).Load();
        while (ApplyNext(connection, all, time))
        {
        }
    }

    private static bool ApplyNext(NpgsqlConnection connection, IReadOnlyList<(int Number, string Sql)> all, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction();
        connection.Run("SELECT pg_advisory_xact_lock($1)", OneAtATime);
        connection.Run("""
            CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, sha256 bytea NOT NULL, applied_us bigint NOT NULL)
            """);
        int have = (int)connection.Run("SELECT coalesce(max(version), 0) FROM schema_version")!;
        if (have > all.Count)
            throw new InvalidDataException(
                $"the database has schema {have}, this program knows {all.Count}; install the newer program again");
        if (have == all.Count)
            return false;
        var (number, sql) = all[have];
        connection.Run(sql);
        connection.Run("INSERT INTO schema_version VALUES ($1, $2, $3)", number, Migrator.HashOf(sql), time.NowUs());
        transaction.Commit();
        return true;
    }
}
