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

    /// <summary>A statement with its parameters named in the order of the values: $1, $2, ... Prepared at first use.</summary>
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
    public static List<T> Rows<T>(this SqliteCommand command, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var reader = command.Bind(values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Does a part of the open transaction; where the part answers false its traces go, and the rest stays.</summary>
    public static bool InSavepoint(this SqliteConnection connection, Func<bool> part)
    {
        connection.Execute("SAVEPOINT part");
        bool kept = part();
        if (!kept)
            connection.Execute("ROLLBACK TO part");
        connection.Execute("RELEASE part");
        return kept;
    }

    /// <summary>Ends a transaction that was not committed. SQLite has ended it already after some errors.</summary>
    public static void RollBackIfOpen(this SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            connection.Execute("ROLLBACK");
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
