using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// One moment of a ledger: everything asked of it belongs together, also while the box sells. Not for long, as the
/// write-ahead log grows meanwhile. For one thread.
/// </summary>
public sealed class LedgerSnapshot : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    private LedgerSnapshot(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Opens the ledger to read it; the moment is that of the first question.</summary>
    /// <exception cref="LedgerFault">There is no such file, or it may not be read.</exception>
    public static LedgerSnapshot Open(string path)
    {
        var snapshot = new LedgerSnapshot(path, Database.OpenToCheck(path));
        try
        {
            snapshot.Read(connection => connection.Execute("BEGIN"));
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Whose ledger it is.</summary>
    public BoxIdentity Owner() => Read(connection => LedgerHead.Owner(connection)
        ?? throw new InvalidDataException("it does not say whose it is"));

    /// <summary>The end of the journal.</summary>
    public JournalHead Head() => Read(LedgerHead.Read);

    /// <summary>An entry; null where there is none of that number.</summary>
    public JournalEntry? Entry(long seq) => Read(connection => JournalRows.After(connection, seq - 1, 1).FirstOrDefault())
        is { } entry && entry.Header.Seq == seq ? entry : null;

    /// <summary>The hash that an entry is chained to; null where the entry before it is missing.</summary>
    public byte[]? HashBefore(long seq) => seq == 1 ? EntryHash.Genesis(Head().Epoch) : Entry(seq - 1)?.Hash;

    /// <summary>Head office has committed the journal up to here.</summary>
    public long Confirmed() => Number("SELECT seq FROM confirmed");

    /// <summary>The last entry that the box has signed; 0: none.</summary>
    public long SignedUpTo() => Number("SELECT coalesce(max(seq), 0) FROM checkpoints");

    /// <summary>How big it is, and of what.</summary>
    public LedgerFigures Figures() => Read(connection => LedgerFigures.Of(connection, _path));

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private long Number(string sql) => Read(connection => (long)connection.Scalar(sql)!);

    private T Read<T>(Func<SqliteConnection, T> query)
    {
        try
        {
            return Database.Translated("read", _path, () => query(_connection));
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidCastException or InvalidDataException
            or ArgumentException or NullReferenceException or OverflowException)
        {
            throw new LedgerFault(FaultKind.Damaged, "read", _path,
                "the ledger is damaged; look what is wrong: edgeposctl ledger verify", damaged);
        }
    }
}
