using System.Text;
using EdgePos.Ledger;
using EdgePos.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A small ledger for somebody to tamper with, and all that it says.</summary>
internal static class TamperedLedger
{
    /// <summary>Who the third sale is made out to.</summary>
    public static readonly CustomerDetails Customer = new() { Name = "Johanna Wezelbos", Email = "jw@example.org" };

    /// <summary>
    /// A day's end: sales at three registers, one made out to somebody, most signed, some confirmed, some neither; closed, so
    /// that there is no write-ahead log. The same each time but for the keys, which nobody can choose.
    /// </summary>
    public static async Task WriteAsync(string path, int sales = 9, int signed = 7, int confirmed = 5)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        using var key = BoxKey.Make();
        var setup = Sales.Setup(time, key: key) with { NewEpoch = () => [.. Enumerable.Range(1, 16).Select(i => (byte)i)] };
        using (var writer = LedgerWriter.Open(path, setup))
        {
            for (int number = 1; number <= sales; number++)
            {
                time.Advance(TimeSpan.FromSeconds(40));
                int register = 1 + (number % 3);
                var customer = number == 3 ? Customer : null;
                await writer.SubmitAsync(
                    Sales.Sale(number, register, price: 100 + number, sku: $"SKU-{number % 4}", customer: customer));
                if (number == signed)
                    await writer.SignAsync();
                if (number == confirmed)
                    Assert.True(await writer.ConfirmAsync(number, new LedgerReader(path).HashAt(number), CancellationToken.None));
            }

            SqliteConnection.ClearAllPools(); // the writer closes the file last, and takes its log away
        }

        Assert.False(File.Exists(path + "-wal"));
    }

    /// <summary>Runs statements on the file as somebody who can write to it would.</summary>
    public static void Run(string path, string sql)
    {
        using var connection = Open(path, "Mode=ReadWrite");
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Lays the same content out in pages of another size: small ones have inner pages and chains of overflow.</summary>
    public static void ChangePageSize(string path, int bytes) => Run(path, $"""
        PRAGMA journal_mode = DELETE; PRAGMA page_size = {bytes}; VACUUM; PRAGMA journal_mode = WAL
        """);

    /// <summary>
    /// All that the file says: the schema and every column of every row, byte for byte, but for the time at which a
    /// migration was applied, which nothing rests on. Null where it cannot be read to the end.
    /// </summary>
    public static string? Dump(string path)
    {
        var dump = new StringBuilder();
        try
        {
            using var connection = Open(path, "Mode=ReadOnly");
            var tables = Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
            foreach (string table in tables.Prepend("sqlite_master"))
            {
                var columns = Rows(connection, $"SELECT name FROM pragma_table_info('{table}')").Where(name => name != "applied_us");
                string row = string.Join(" || '|' || ", columns.Select(
                    name => $"typeof(\"{name}\") || ' ' || coalesce(hex(cast(\"{name}\" AS BLOB)), '')"));
                dump.AppendLine(table).AppendJoin('\n', Rows(connection, $"SELECT {row} FROM \"{table}\"")).AppendLine();
            }

            return dump.ToString();
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>The lines in which two dumps differ.</summary>
    public static string Difference(string before, string? now)
    {
        var (were, are) = (before.Split('\n'), now?.Split('\n') ?? []);
        return string.Join(" / ", were.Except(are).Concat(are.Except(were)));
    }

    /// <summary>The first column of the rows of a query, as text.</summary>
    public static List<string> Rows(string path, string sql)
    {
        using var connection = Open(path, "Mode=ReadOnly");
        return Rows(connection, sql);
    }

    public static SqliteConnection Open(string path, string mode)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;{mode}");
        connection.Open();
        using var pragma = connection.CreateCommand();
        // Whoever tampers with a file keeps to none of its rules.
        pragma.CommandText = "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
