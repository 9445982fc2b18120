using Microsoft.Data.Sqlite;
using SQLitePCL;

// Compiled into head office too, which may not know the ledger.
namespace EdgePos.Sqlite;

/// <summary>
/// Statements of a connection that run for every command. They are stepped directly: the provider would make a command, a
/// reader and a box for each value, which costs more than what SQLite does.
/// </summary>
internal sealed class HotStatements(SqliteConnection connection) : IDisposable
{
    private readonly List<HotStatement> _all = [];

    /// <summary>The connection that they run on.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>A statement with its parameters named in the order of the values: $1, $2, ... Prepared at first use.</summary>
    public HotStatement Statement(string sql)
    {
        var statement = new HotStatement(connection, sql);
        _all.Add(statement);
        return statement;
    }

    /// <summary>Gives them back: a connection with statements left stays open behind the scenes.</summary>
    public void Dispose() => _all.ForEach(statement => statement.Dispose());
}

/// <summary>A value of a statement: a number, a text or bytes.</summary>
internal readonly struct SqlValue
{
    private SqlValue(long number, object? thing) => (Number, Thing) = (number, thing);

    /// <summary>The number, where there is no thing.</summary>
    public long Number { get; }

    /// <summary>The text or the bytes.</summary>
    public object? Thing { get; }

    public static implicit operator SqlValue(long number) => new(number, null);

    public static implicit operator SqlValue(string text) => new(0, text);

    public static implicit operator SqlValue(byte[] bytes) => new(0, bytes);
}

/// <summary>One of the <see cref="HotStatements"/>. For one thread.</summary>
internal sealed class HotStatement(SqliteConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _statement;
    private int[] _places = [];

    /// <summary>Runs it; gives how many rows it changed.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Run(params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            Step(statement);
            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Reads its first row; gives nothing where there is none.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public T? First<T>(Func<HotStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            return Step(statement) ? read(this) : default;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Reads all its rows.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public List<T> Rows<T>(Func<HotStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            var rows = new List<T>();
            while (Step(statement))
                rows.Add(read(this));
            return rows;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Does something with each of its rows.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Each(Action<HotStatement> use, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        try
        {
            while (Step(statement))
                use(this);
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>A text as UTF-8, or bytes, of the row: until the next step.</summary>
    public ReadOnlySpan<byte> Raw(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A number of the row.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A text of the row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Bytes of the row.</summary>
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Bind(ReadOnlySpan<SqlValue> values)
    {
        var statement = _statement ??= Prepare();
        for (int i = 0; i < values.Length; i++)
        {
            Check(values[i].Thing switch
            {
                null => raw.sqlite3_bind_int64(statement, _places[i], values[i].Number),
                string text => raw.sqlite3_bind_text(statement, _places[i], text),
                byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, _places[i], 0), // no bytes would be NULL
                var bytes => raw.sqlite3_bind_blob(statement, _places[i], (byte[])bytes),
            });
        }

        return statement;
    }

    // SQLite counts parameters in the order in which the text names them: $2 may come first.
    private sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        _places = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement))
            .Select(i => raw.sqlite3_bind_parameter_index(statement, $"${i}"))];
        return statement;
    }

    private bool Step(sqlite3_stmt statement)
    {
        int result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(result);
        return result == raw.SQLITE_ROW;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);
}
