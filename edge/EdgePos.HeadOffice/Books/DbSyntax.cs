using System.Data.Common;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>Queries that run the same on both databases: values are $1, $2, ... in both.</summary>
internal static class DbSyntax
{
    private const string EntryColumns = "seq, at_us, clock, kind, register, employee, body, hash";

    /// <summary>The rows of a query, one by one, as they are asked for.</summary>
    public static IEnumerable<T> Query<T>(this DbConnection connection, string sql, Func<DbDataReader, T> read, params object[] values)
    {
        using var command = connection.CommandOf(sql, values);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            yield return read(rows);
    }

    /// <summary>Runs a statement that gives no rows; gives how many it changed.</summary>
    public static int Run(this DbConnection connection, string sql, params object[] values)
    {
        using var command = connection.CommandOf(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Until it is disposed of, all queries see what was committed at the first of them.</summary>
    public static DbTransaction BeginSnapshot(this DbConnection connection) => connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(deferred: true)
        : connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);

    /// <summary>What was erased from a file stands in its log until that is cut or written over. PostgreSQL sees to its own.</summary>
    public static void EmptyLog(this DbConnection connection)
    {
        if (connection is not SqliteConnection)
            return;
        // Most is copied while others write; the rest is copied and cut in a moment, or not at all where somebody reads right then.
        connection.Run("PRAGMA busy_timeout = 0");
        foreach (string how in new[] { "PASSIVE", "TRUNCATE" })
            _ = connection.Query($"PRAGMA wal_checkpoint({how})", row => row.GetInt32(0)).Single();
    }

    /// <summary>Bytes of the row.</summary>
    public static byte[] Bytes(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>Entries of a stream after one, in their order, with the hashes they were stored with.</summary>
    public static IEnumerable<ReadEntry> EntriesAfter(this DbConnection connection, long stream, long seq, int limit) =>
        connection.Query(
            $"SELECT {EntryColumns} FROM entries WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3", EntryOf, stream, seq, (long)limit);

    /// <summary>Entries of a kind between two places of a stream, in their order.</summary>
    public static IEnumerable<ReadEntry> EntriesOf(this DbConnection connection, string kind, long stream, long after, long upTo) =>
        connection.Query($"""
            SELECT {EntryColumns} FROM entries WHERE stream = $1 AND seq > $2 AND seq <= $3 AND kind = $4 ORDER BY seq
            """, EntryOf, stream, after, upTo, kind);

    private static ReadEntry EntryOf(DbDataReader row) => new(new Entry
    {
        Seq = row.GetInt64(0),
        AtUs = row.GetInt64(1),
        Clock = (ClockQuality)row.GetInt32(2),
        Kind = StoredText.Unpacked(row.GetString(3)),
        Register = row.GetInt32(4),
        Employee = StoredText.Unpacked(row.GetString(5)),
        Body = UnsafeByteOperations.UnsafeWrap(row.Bytes(6)),
    }, row.Bytes(7));

    private static DbCommand CommandOf(this DbConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            var value = command.CreateParameter();
            if (value is SqliteParameter)
                value.ParameterName = $"${i + 1}"; // Npgsql takes them by their place and wants no names
            value.Value = values[i];
            command.Parameters.Add(value);
        }

        return command;
    }
}
