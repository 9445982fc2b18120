using Microsoft.Data.Sqlite;

// Compiled into head office too, which may not know the ledger.
namespace EdgePos.Sqlite;

/// <summary>Short forms for running statements.</summary>
internal static class SqliteSyntax
{
    /// <summary>Runs statements once.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Statement(sql);
        return command.Run(values);
    }

    /// <summary>The first column of the first row of a statement that runs once; null where there is none.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Statement(sql);
        return command.Scalar(values);
    }

    /// <summary>All rows of a statement that runs once.</summary>
    public static List<T> Rows<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params object?[] values) =>
        [.. connection.Stream(sql, read, values)];

    /// <summary>The rows of a statement that runs once, one by one, as they are asked for.</summary>
    public static IEnumerable<T> Stream<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var command = connection.Statement(sql);
        foreach (var row in command.Stream(read, values))
            yield return row;
    }

    /// <summary>A statement with its parameters named in the order of the values: $1, $2, ... Prepared at first use. Who keeps
    /// it gives it back: a connection that is closed with statements left stays open until they are collected.</summary>
    public static SqliteCommand Statement(this SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Runs a statement with values.</summary>
    public static int Run(this SqliteCommand command, params object?[] values) => command.Bind(values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null where there is none.</summary>
    public static object? Scalar(this SqliteCommand command, params object?[] values) =>
        command.Bind(values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>All rows.</summary>
    public static List<T> Rows<T>(this SqliteCommand command, Func<SqliteDataReader, T> read, params object?[] values) =>
        [.. command.Stream(read, values)];

    /// <summary>The rows one by one, as they are asked for.</summary>
    public static IEnumerable<T> Stream<T>(this SqliteCommand command, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var reader = command.Bind(values).ExecuteReader();
        while (reader.Read())
            yield return read(reader);
    }

    /// <summary>Reads a column of bytes.</summary>
    public static byte[] Bytes(this SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private static SqliteCommand Bind(this SqliteCommand command, object?[] values)
    {
        // The parameter objects are kept, so that a statement stays prepared from call to call.
        for (int i = command.Parameters.Count; i < values.Length; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].ResetSqliteType();
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
