using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Copies what the write-ahead log holds into the ledger's file, on a thread and a connection of its own, so that no sale
/// waits for it. The log then begins anew by itself, with the next transaction that finds all of it copied. It copies what
/// the writer has synced and never shortens the log: https://sqlite.org/wal.html#ckpt
/// </summary>
internal sealed class WalKeeper : IDisposable
{
    // So many times the wanted pages are too many: the writer waits for a round, since a log that is always overtaken never
    // begins anew. There is little left to copy then: rounds have gone on beside it.
    private const int TooMany = 2;

    // A round that the writer has overtaken is run again: a log that is copied whole begins anew in its place, and a
    // sync of bytes in place costs a fraction of one that lets a file grow.
    private const int Tries = 3;

    // A log that must be emptied waits for those who read an old state, and never lets the writer wait for them.
    private static readonly TimeSpan EmptyAgain = TimeSpan.FromSeconds(1);

    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE: pages that a connection has written to the log

    private readonly SqliteConnection _connection, _writer;
    private readonly SqliteCommand _checkpoint, _empty;
    private readonly string _path;
    private readonly int _pagesWanted;
    private readonly Action<Exception> _failed;
    private readonly Lock _one = new();
    private readonly AutoResetEvent _wanted = new(initialState: false);
    private readonly Thread _thread;
    private int _pages, _pagesAtLastWish; // since the last round that copied all
    private volatile bool _isLong, _mustEmpty, _ends;
    private LedgerFault? _fault; // a disk that failed one of the two threads is asked nothing more by the other

    /// <param name="path">The ledger's file.</param>
    /// <param name="writer">The writer's connection, on whose thread <see cref="AfterCommit"/> is called.</param>
    /// <param name="pagesWanted">Pages in the log that are worth a round.</param>
    /// <param name="failed">Told when the disk fails; called once, from another thread.</param>
    public WalKeeper(string path, SqliteConnection writer, int pagesWanted, Action<Exception> failed)
    {
        (_path, _writer, _pagesWanted, _failed) = (path, writer, pagesWanted, failed);
        writer.Execute("PRAGMA wal_autocheckpoint = 0");
        _connection = Database.OpenWriter(path, Durability.Full);
        _connection.Execute("PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 0");
        _checkpoint = _connection.Statement("PRAGMA wal_checkpoint(PASSIVE)");
        _empty = _connection.Statement("PRAGMA wal_checkpoint(TRUNCATE)");
        _thread = new Thread(Run) { Name = "ledger wal", IsBackground = true };
    }

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Counts what a commit has written, and wishes for a round when it is worth it.</summary>
    public void AfterCommit()
    {
        SQLitePCL.raw.sqlite3_db_status(_writer.Handle, CacheWrites, out int written, out _, resetFlg: 1);
        int pages = Interlocked.Add(ref _pages, written);
        if (_isLong || pages >= TooMany * _pagesWanted)
        {
            Round();
            _isLong = false;
        }
        else if (pages - Volatile.Read(ref _pagesAtLastWish) >= _pagesWanted)
        {
            Volatile.Write(ref _pagesAtLastWish, pages);
            _wanted.Set();
        }
    }

    /// <summary>Copies all that is in the log and cuts the log to nothing, as soon as nobody reads an old state.</summary>
    public void Empty()
    {
        _mustEmpty = true;
        _wanted.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        _wanted.Set();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wanted.WaitOne(_mustEmpty ? EmptyAgain : Timeout.InfiniteTimeSpan);
            if (_ends)
                return;
            try
            {
                for (int tries = 0; tries < Tries && !Round(); tries++)
                {
                }

                _mustEmpty = _mustEmpty && !IsEmptied();
            }
            catch (LedgerFault fault)
            {
                _failed(fault);
                return;
            }
        }
    }

    // PASSIVE waits for nobody: neither for the writer nor for one who reads an old state.
    // True where all of the log is copied, or none of it can be now.
    private bool Round()
    {
        lock (_one)
        {
            RequireDisk();
            int before = Volatile.Read(ref _pages);
            try
            {
                var (inLog, copied) = _checkpoint.Rows(row => (row.GetInt32(1), row.GetInt32(2)))[0];
                _isLong = inLog >= TooMany * _pagesWanted;
                if (copied < inLog)
                    return false; // the writer has gone on, or somebody reads an old state
            }
            catch (SqliteException fault) when (Database.Translate(fault, "checkpoint", _path) is var translated)
            {
                if (translated.Kind is FaultKind.DiskFull or FaultKind.CannotOpen)
                    return true; // the log keeps what could not be copied; the next round has it again
                throw _fault = translated;
            }

            Interlocked.Add(ref _pages, -before);
            Volatile.Write(ref _pagesAtLastWish, 0);
            return true;
        }
    }

    // TRUNCATE holds the writer up while it copies, so it comes after a round and finds next to nothing to copy.
    private bool IsEmptied()
    {
        lock (_one)
        {
            RequireDisk();
            try
            {
                return _empty.Rows(row => row.GetInt32(0))[0] == 0; // 1: somebody reads an old state
            }
            catch (SqliteException fault) when (Database.Translate(fault, "checkpoint", _path) is var translated)
            {
                if (translated.Kind is FaultKind.DiskFull or FaultKind.CannotOpen)
                    return false;
                throw _fault = translated;
            }
        }
    }

    private void RequireDisk()
    {
        if (_fault is { } fault)
            throw fault;
    }
}
