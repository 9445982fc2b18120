using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// counter.db: open baskets, print jobs and which labels hang at the shelf. It belongs to one thread at a time; its owner (a loop
/// of the daemon) sees to that. A change is on its way to disk when the call returns and survives a crash of the process.
/// </summary>
public sealed class CounterFile : IDisposable
{
    private static readonly Migrator Migrations = new("EdgePos.Ledger.Counter.Migrations.");

    // A basket of usual size fits into one page, and a change writes that page and no other of it.
    private const int PageBytes = 4096;

    private readonly SqliteConnection _connection;
    private readonly WriteTransaction _transaction;
    private readonly string _path;
    private readonly TimeProvider _time;

    private CounterFile(SqliteConnection connection, string path, TimeProvider time)
    {
        (_connection, _path, _time) = (connection, path, time);
        _transaction = new WriteTransaction(connection);
        Baskets = new BasketTable(connection);
        PrintJobs = new PrintJobTable(connection);
        ShelfLabels = new ShelfLabelTable(connection);
    }

    /// <summary>Baskets, and the commands that changed them.</summary>
    public BasketTable Baskets { get; }

    /// <summary>The print queue.</summary>
    public PrintJobTable PrintJobs { get; }

    /// <summary>The labels that hang at the shelf.</summary>
    public ShelfLabelTable ShelfLabels { get; }

    /// <summary>Opens the file, making it where there is none.</summary>
    /// <exception cref="LedgerFault">The file cannot be used; the fault says what to do.</exception>
    /// <remarks>A damaged file is set aside and a new one begun: it holds what lies on the counter, and the ledger the sales.</remarks>
    public static CounterFile Open(string path, TimeProvider time)
    {
        try
        {
            return OpenFile(path, time);
        }
        catch (LedgerFault damaged) when (damaged.Kind == FaultKind.Damaged)
        {
            string? aside = SetAside.Move(path);
            var anew = OpenFile(path, time);
            anew.Aside = aside;
            return anew;
        }
    }

    /// <summary>Where a damaged file was moved to when this one was begun; null where nothing was wrong.</summary>
    public string? Aside { get; private set; }

    private static CounterFile OpenFile(string path, TimeProvider time)
    {
        var connection = Database.OpenWriter(path, Durability.Normal, PageBytes);
        try
        {
            return Database.Guard(path, () =>
            {
                QuickCheck.Structure(connection, path, time);
                Migrations.Apply(connection, path, time.GetUtcNow().ToUs());
                return new CounterFile(connection, path, time);
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Why the file can no longer be trusted before it is opened again; null while it can.</summary>
    public LedgerFault? Failed { get; private set; }

    /// <summary>Does something with the file; what SQLite says of the disk comes as a <see cref="LedgerFault"/>.</summary>
    public T Use<T>(Func<CounterFile, T> work) => Trying("use", () => work(this));

    /// <summary>Makes changes as one transaction; what throws or is refused leaves no trace.</summary>
    /// <param name="change">Gets the time of the change, microseconds.</param>
    public Result<T> Change<T>(Func<long, Result<T>> change)
    {
        try
        {
            return Trying("write", () =>
            {
                _transaction.Begin();
                var result = change(NowUs);
                if (result.Refusal is null)
                    _transaction.Commit();
                return result;
            });
        }
        finally
        {
            _transaction.RollBackIfOpen();
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

    /// <summary>Forgets what lay on the counter, of a file that a backup brought back: it was sold and printed since.</summary>
    public void Clear() => Change<int>(_ =>
        _connection.Execute("DELETE FROM baskets; DELETE FROM basket_commands; DELETE FROM print_jobs"));

    /// <summary>Forgets some of the closed baskets, commands and printed jobs that are older than <paramref name="age"/>.</summary>
    /// <returns>How many rows went; 0: there are no more.</returns>
    public int Prune(TimeSpan age) => Change<int>(now =>
    {
        long before = now - age.ToUs();
        // In the order they came: among the oldest there are few that have to stay.
        int gone = _connection.Execute("""
            DELETE FROM baskets WHERE changed_us < $1 AND id IN (SELECT id FROM baskets WHERE open = 0 ORDER BY id LIMIT 200)
            """, before);
        gone += Baskets.PruneCommands(before);
        return gone + _connection.Execute("""
            DELETE FROM print_jobs WHERE job IN
                (SELECT job FROM print_jobs WHERE state = 3 AND queued_us < $1 ORDER BY job LIMIT 200)
            """, before);
    }).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        Baskets.Dispose();
        ShelfLabels.Dispose();
        _connection.Dispose();
    }

    private T Trying<T>(string op, Func<T> work)
    {
        if (Failed is { } failed)
            throw failed;
        try
        {
            return Database.Translated(op, _path, work);
        }
        catch (LedgerFault fault) when (fault.Kind is FaultKind.Io or FaultKind.Damaged && fault.Path == _path)
        {
            Failed = fault; // not where a rule has read from another file
            throw;
        }
    }

    private long NowUs => _time.GetUtcNow().ToUs();
}
