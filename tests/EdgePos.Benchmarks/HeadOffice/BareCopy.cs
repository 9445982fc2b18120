using Npgsql;
using NpgsqlTypes;

namespace EdgePos.Benchmarks;

/// <summary>
/// The rows of a drained journal, put into the same tables of the same database once more by nothing but COPY, one for each
/// table, from memory: what bulk inserting them costs at least.
/// </summary>
internal sealed class BareCopy(NpgsqlDataSource source)
{
    private static readonly string[] Tables = ["entries", "sales", "sale_lines"];

    /// <summary>Seconds until they are committed.</summary>
    public async Task<double> SecondsAsync(CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        var rows = new List<(string Copy, NpgsqlDbType[] Types, List<object[]> Rows)>();
        foreach (string table in Tables)
            rows.Add(await ReadAsync(connection, table, stop));
        await RunAsync(connection, $"TRUNCATE {string.Join(", ", Tables)}", stop);
        await RunAsync(connection, "CHECKPOINT", stop);
        GC.Collect();

        long begun = TimeProvider.System.GetTimestamp();
        await using (var transaction = await connection.BeginTransactionAsync(stop))
        {
            foreach (var (copy, types, table) in rows)
                Copy(connection, copy, types, table);
            await transaction.CommitAsync(stop);
        }

        return TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Copy(NpgsqlConnection connection, string sql, NpgsqlDbType[] types, List<object[]> rows)
    {
        using var copy = connection.BeginBinaryImport(sql);
        foreach (object[] row in rows)
        {
            copy.StartRow();
            for (int i = 0; i < row.Length; i++)
            {
                switch (row[i])
                {
                    case long number: copy.Write(number, types[i]); break;
                    case int number: copy.Write(number, types[i]); break;
                    case string text: copy.Write(text, types[i]); break;
                    case byte[] bytes: copy.Write(bytes, types[i]); break;
                    default: throw new InvalidOperationException($"{row[i].GetType()} in a row");
                }
            }
        }

        copy.Complete();
    }

    private static async Task<(string Copy, NpgsqlDbType[] Types, List<object[]> Rows)> ReadAsync(
        NpgsqlConnection connection, string table, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"SELECT * FROM {table} ORDER BY stream, seq", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(stop))
        {
            object[] row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        string columns = string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        var types = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetDataTypeName(i) switch
        {
            "bigint" => NpgsqlDbType.Bigint,
            "integer" => NpgsqlDbType.Integer,
            "bytea" => NpgsqlDbType.Bytea,
            _ => NpgsqlDbType.Text,
        }).ToArray();
        return ($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", types, rows);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
