using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// counter.db: open baskets and print jobs. It belongs to one thread at a time; its owner (a loop of the daemon) sees
/// to that. A change is on its way to disk when the call returns and survives a crash of the process.
/// </summary>
public sealed class CounterFile : IDisposable
{
    private static readonly Migrator Migrations = new("EdgePos.Ledger.Counter.Migrations.");

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly TimeProvider _time;

    private CounterFile(SqliteConnection connection, string path, TimeProvider time)
    {
        (_connection, _path, _time) = (connection, path, time);
        Baskets = new BasketTable(connection);
        PrintJobs = new PrintJobTable(connection);
    }

    /// <summary>Baskets, and the commands that changed them.</summary>
    public BasketTable Baskets { get; }

    /// <summary>The print queue.</summary>
    public PrintJobTable PrintJobs { get; }

    /// <summary>Opens the file, making it where there is none.</summary>
    /// <exception cref="LedgerFault">The file cannot be used; the fault says what to do.</exception>
    public static CounterFile Open(string path, TimeProvider time)
    {
        var connection = Database.OpenWriter(path, Durability.Normal);
        try
        {
            return Database.Guard(path, () =>
            {
                Migrations.Apply(connection, path, LedgerClock.MicrosOf(time.GetUtcNow()));
                return new CounterFile(connection, path, time);
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Does something with the file; what SQLite says of the disk comes as a <see cref="LedgerFault"/>.</summary>
    public T Use<T>(Func<CounterFile, T> work) => Database.Translated("use", _path, () => work(this));

    /// <summary>Makes changes as one transaction; what throws or is refused leaves no trace.</summary>
    /// <param name="change">Gets the time of the change, microseconds.</param>
    public Result<T> Change<T>(Func<long, Result<T>> change)
    {
        try
        {
            return Database.Translated("write", _path, () =>
            {
                // Plain statements: the provider's transaction object would have to be set on every prepared command.
                _connection.Execute("BEGIN IMMEDIATE");
                var result = change(NowUs);
                if (result.Refusal is null)
                    _connection.Execute("COMMIT");
                return result;
            });
        }
        finally
        {
            _connection.RollBackIfOpen();
        }
    }

    /// <summary>Makes changes as one transaction that survives a power cut: synced before this returns.</summary>
    public void ChangeAndSync(Action<long> change)
    {
        _connection.Execute("PRAGMA synchronous = FULL");
        try
        {
            Change<bool>(now =>
            {
                change(now);
                return true;
            });
        }
        finally
        {
            _connection.Execute("PRAGMA synchronous = NORMAL");
        }
    }

    /// <summary>Forgets some of the closed baskets and printed jobs that are older than <paramref name="age"/>.</summary>
    /// <returns>How many rows went; 0: there are no more.</returns>
    public int Prune(TimeSpan age) => Change<int>(now =>
    {
        long before = now - (age.Ticks / TimeSpan.TicksPerMicrosecond);
        int gone = _connection.Execute("""
            DELETE FROM baskets WHERE basket_id IN
                (SELECT basket_id FROM baskets WHERE open = 0 AND changed_us < $1 LIMIT 200)
            """, before);
        return gone + _connection.Execute("""
            DELETE FROM print_jobs WHERE job IN
                (SELECT job FROM print_jobs WHERE state = 3 AND queued_us < $1 ORDER BY job LIMIT 200)
            """, before);
    }).Value;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private long NowUs => LedgerClock.MicrosOf(_time.GetUtcNow());
}
