using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>The books in a file, for a shop whose head office is the box itself. One writer at a time; reports read beside it.</summary>
internal sealed class SqliteStore : IBookStore
{
    private static readonly Migrator Migrations = new("EdgePos.HeadOffice.Books.Migrations.");

    private readonly Lock _one = new(); // batches and the live lane come on two threads, and the connection is for one
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteWriting _writing;
    private readonly SqliteNotes _notes;

    private SqliteStore(SqliteConnection connection, string path)
    {
        (_connection, _path) = (connection, path);
        _writing = new SqliteWriting(connection, _one);
        _notes = new SqliteNotes(connection);
    }

    /// <summary>Opens the books in a folder, making them where there are none.</summary>
    /// <exception cref="IOException">The folder or file cannot be used.</exception>
    public static SqliteStore Open(string folder, TimeProvider time)
    {
        string path = Path.Combine(folder, "books.db");
        try
        {
            Directory.CreateDirectory(folder);
            var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=5");
            connection.Open();
            connection.Execute("PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL; PRAGMA trusted_schema = OFF;");
            Migrations.Apply(connection, path, time.NowUs());
            var store = new SqliteStore(connection, path);
            store.MakeAnewWhereDue();
            CatchingUp.WhereDue(store);
            return store;
        }
        catch (Exception fault) when (fault is SqliteException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new IOException($"head office's books {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public int Writers => 1;

    /// <inheritdoc/>
    public IStreamWriting Lock(BoxName box, byte[] epoch, IReadOnlyList<Booking> entries)
    {
        _one.Enter();
        try
        {
            return _writing.Begin(box, epoch, entries);
        }
        catch
        {
            _one.Exit();
            throw;
        }
    }

    /// <inheritdoc/>
    public StreamMark? Find(BoxName box, byte[] epoch)
    {
        lock (_one)
            return _writing.Find(box, epoch);
    }

    /// <inheritdoc/>
    public void Note(BoxName box, BoxState state)
    {
        lock (_one)
            _notes.Note(box, state);
    }

    /// <inheritdoc/>
    public void Note(BoxName box, LiveStock stock)
    {
        using var writing = Lock(box, stock.Epoch.ToByteArray(), []);
        _notes.Note(writing.Mark, stock);
        writing.Commit();
    }

    /// <inheritdoc/>
    public void Note(BoxName box, LiveTills tills)
    {
        lock (_one)
            _notes.Note(box, tills);
    }

    /// <inheritdoc/>
    public void Note(BoxName box, LiveHealth health, long nowUs)
    {
        lock (_one)
            _notes.Note(box, health, nowUs);
    }

    /// <inheritdoc/>
    public void Keep(string tenant, IReadOnlyList<CostRow> costs)
    {
        lock (_one)
            _notes.Keep(tenant, costs);
    }

    /// <inheritdoc/>
    public DbConnection OpenToWrite()
    {
        var connection = new SqliteConnection($"Data Source={_path};Pooling=False;Default Timeout=30");
        connection.Open();
        // Customers, employees, orders and what is told of them are written here: what goes is overwritten, not only let go of.
        connection.Execute("PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;");
        return connection;
    }

    /// <inheritdoc/>
    public DbConnection OpenToRead()
    {
        var connection = Reading();
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notes.Dispose();
        _writing.DisposeStatements();
        _connection.Dispose();
        using var reading = Reading();
        SqliteConnection.ClearPool(reading); // a file that is restored under this name is another one
    }

    private SqliteConnection Reading() => new($"Data Source={_path};Mode=ReadOnly;Default Timeout=5");

    // A migration changed what follows from the entries: it is made again from them, all of it or nothing.
    private void MakeAnewWhereDue()
    {
        const int Page = 1000;
        if (_connection.Scalar("SELECT due FROM making_anew") is null)
            return;
        using var reading = OpenToRead();
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("DELETE FROM making_anew; DELETE FROM totals; DELETE FROM quarantine");
        _connection.Execute("UPDATE streams SET sales = 0, quarantined = 0");
        foreach (long stream in _connection.Rows("SELECT stream FROM streams", row => row.GetInt64(0)))
        {
            Booking[] page;
            for (long seq = 0; ; seq = page[^1].Read.Entry.Seq)
            {
                page = [.. reading.EntriesAfter(stream, seq, Page).Select(Booking.Of)];
                if (page.Length == 0)
                    break;
                _writing.Project(stream, Posting.Of(page, _writing.SumsOf(stream, page)));
            }
        }

        transaction.Commit();
    }
}
