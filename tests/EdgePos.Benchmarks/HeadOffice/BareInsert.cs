using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgePos.Benchmarks;

/// <summary>
/// What a price book is held to: its rows, ready in memory, into the same tables with the same indexes in a new SQLite file, by
/// prepared statements in one transaction that is synced, and nothing else: nothing fetched, read, checked, hashed or renamed.
/// </summary>
internal sealed class BareInsert
{
    private readonly List<string> _schema = [];
    private readonly List<(string Insert, List<object[]> Rows)> _tables = [];

    /// <param name="book">The file of a version as the box has built it.</param>
    public BareInsert(string book)
    {
        using var connection = new SqliteConnection($"Data Source={book};Mode=ReadOnly;Pooling=False");
        connection.Open();
        _schema.AddRange(Read(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC")
            .Select(row => (string)row[0]));
        var tables = Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'").Select(row => (string)row[0]).ToList();
        foreach (string table in tables)
        {
            // Bar codes come in the order of the items that have them.
            var rows = Read(connection, $"SELECT * FROM {table}" + (table == "barcodes" ? " ORDER BY sku" : "")).ToList();
            if (rows.Count > 0)
                _tables.Add(($"INSERT INTO {table} VALUES ({string.Join(", ", rows[0].Select((_, i) => $"?{i + 1}"))})", rows));
        }
    }

    /// <summary>Milliseconds until they are on disk.</summary>
    public double Milliseconds(string file)
    {
        File.Delete(file);
        GC.Collect();
        long begun = TimeProvider.System.GetTimestamp();
        Good(raw.sqlite3_open(file, out var database), database);
        _schema.ForEach(sql => Good(raw.sqlite3_exec(database, sql), database));
        Good(raw.sqlite3_exec(database, "BEGIN"), database);
        foreach (var (insert, rows) in _tables)
        {
            Good(raw.sqlite3_prepare_v2(database, insert, out var statement), database);
            foreach (object[] row in rows)
                Insert(database, statement, row);
            statement.Dispose();
        }

        Good(raw.sqlite3_exec(database, "COMMIT"), database);
        database.Dispose();
        return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static void Insert(sqlite3 database, sqlite3_stmt statement, object[] row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            Good(row[i] switch
            {
                long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                string text => raw.sqlite3_bind_text(statement, i + 1, text),
                byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                _ => raw.SQLITE_MISMATCH,
            }, database);
        }

        Good(raw.sqlite3_step(statement), database);
        Good(raw.sqlite3_reset(statement), database);
    }

    private static IEnumerable<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            object[] row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    private static void Good(int result, sqlite3 database)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            throw new InvalidOperationException($"SQLite says {result}: {raw.sqlite3_errmsg(database).utf8_to_string()}");
    }
}
