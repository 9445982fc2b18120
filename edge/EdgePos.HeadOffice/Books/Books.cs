using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>
/// Head office's books in SQLite. One transaction for a batch: the watermark, the entries, what follows from them. One
/// caller at a time; reports read beside it.
/// </summary>
public sealed class Books : IDisposable
{
    private static readonly Migrator Migrations = new("EdgePos.HeadOffice.Books.Migrations.");

    private readonly SqliteConnection _connection;
    private readonly WriteTransaction _transaction;
    private readonly SqliteCommand _find, _begin, _move, _hashAt, _insert, _state;
    private readonly SalesOfBooks _sales;

    private Books(SqliteConnection connection)
    {
        _connection = connection;
        _transaction = new WriteTransaction(connection);
        _sales = new SalesOfBooks(connection, _transaction);
        _find = connection.Statement("""
            SELECT stream, seq, hash FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND epoch = $4
            """);
        _begin = connection.Statement("""
            INSERT INTO streams (tenant, store, box, epoch, seq, hash, sales, quarantined) VALUES ($1, $2, $3, $4, 0, $5, 0, 0)
            """);
        _move = connection.Statement(
            "UPDATE streams SET seq = $2, hash = $3, sales = sales + $4, quarantined = quarantined + $5 WHERE stream = $1");
        _hashAt = connection.Statement("SELECT hash FROM entries WHERE stream = $1 AND seq = $2");
        _insert = connection.Statement("INSERT INTO entries VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        _state = connection.Statement("""
            INSERT INTO boxes VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO UPDATE SET online = excluded.online, epoch = excluded.epoch,
                head_seq = max(excluded.head_seq, CASE WHEN epoch = excluded.epoch THEN head_seq ELSE 0 END), version = excluded.version
            """);
    }

    /// <summary>Opens the books in a folder, making them where there are none.</summary>
    /// <exception cref="IOException">The folder or file cannot be used.</exception>
    public static Books Open(string folder, TimeProvider time)
    {
        string path = PathIn(folder);
        try
        {
            Directory.CreateDirectory(folder);
            var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=5");
            connection.Open();
            connection.Execute("PRAGMA synchronous = EXTRA; PRAGMA journal_mode = WAL; PRAGMA trusted_schema = OFF;");
            Migrations.Apply(connection, path, (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            return new Books(connection);
        }
        catch (Exception fault) when (fault is SqliteException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new IOException($"head office's books {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>The file in a folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "books.db");

    /// <summary>Commits what is new of a batch. When this returns, it is on disk.</summary>
    /// <exception cref="SqliteException">The disk failed; nothing of the batch was committed.</exception>
    public Verdict Commit(BoxName box, Batch batch)
    {
        var entries = BatchReading.Read(batch, out string why);
        if (entries is null && batch.Epoch.Length != EntryHash.EpochSize)
            return new Verdict.Damaged(0, new byte[EntryHash.Size], why);

        _transaction.Begin();
        try
        {
            var verdict = Judge(box, batch, entries, why);
            if (verdict is Verdict.Committed)
                _transaction.Commit();
            return verdict;
        }
        finally
        {
            _transaction.RollBackIfOpen();
        }
    }

    /// <summary>Keeps what a box says of itself.</summary>
    /// <returns>A gap where the books have lost what they had confirmed to this box: ask for it. Otherwise null.</returns>
    public Verdict.Gap? Note(BoxName box, BoxState state)
    {
        byte[] epoch = state.Epoch.ToByteArray();
        _state.Run(box.Tenant, box.Store, box.Box, state.Online ? 1 : 0, epoch, state.HeadSeq, state.Version);
        if (!state.Online || epoch.Length != EntryHash.EpochSize)
            return null;
        var (_, seq, hash) = Find(box, epoch) ?? (0, 0, EntryHash.Genesis(epoch));
        return state.ConfirmedSeq > seq ? new Verdict.Gap(seq, hash) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private Verdict Judge(BoxName box, Batch batch, IReadOnlyList<ReadEntry>? entries, string why)
    {
        var (stream, seq, hash) = FindOrBegin(box, batch.Epoch.ToByteArray());
        if (entries is null)
            return new Verdict.Damaged(seq, hash, why);
        if (batch.First > seq + 1)
            return new Verdict.Gap(seq, hash);
        if (!batch.HashBefore.Span.SequenceEqual(HashAt(stream, batch.First - 1, batch.Epoch)))
            return new Verdict.Forked(seq, hash, $"entry {batch.First - 1} has another hash here");

        // What overlaps must be the very entries that are committed.
        if (batch.First <= seq)
        {
            long known = Math.Min(seq, batch.Last);
            if (!entries[(int)(known - batch.First)].Hash.AsSpan().SequenceEqual(HashAt(stream, known, batch.Epoch)))
                return new Verdict.Forked(seq, hash, $"entry {known} has another hash here");
        }

        if (batch.Last <= seq)
            return new Verdict.Duplicate(seq, hash);
        Insert(box, stream, [.. entries.Skip((int)(seq + 1 - batch.First))]);
        return new Verdict.Committed(batch.Last, entries[^1].Hash);
    }

    private void Insert(BoxName box, long stream, IReadOnlyList<ReadEntry> entries)
    {
        int sales = 0, quarantined = 0;
        foreach (var (entry, hash) in entries)
        {
            _insert.Run(stream, entry.Seq, entry.AtUs, (int)entry.Clock, entry.Kind, entry.Register, entry.Employee,
                entry.Body.ToByteArray(), hash);
            switch (_sales.Apply(box, stream, entry))
            {
                case Booked.Sale:
                    sales++;
                    break;
                case Booked.Quarantined:
                    quarantined++;
                    break;
                case Booked.Kept:
                    break;
            }
        }

        _move.Run(stream, entries[^1].Entry.Seq, entries[^1].Hash, sales, quarantined);
    }

    private (long Stream, long Seq, byte[] Hash) FindOrBegin(BoxName box, byte[] epoch)
    {
        if (Find(box, epoch) is { } found)
            return found;
        byte[] genesis = EntryHash.Genesis(epoch);
        _begin.Run(box.Tenant, box.Store, box.Box, epoch, genesis);
        return ((long)_connection.Scalar("SELECT last_insert_rowid()")!, 0, genesis);
    }

    private (long Stream, long Seq, byte[] Hash)? Find(BoxName box, byte[] epoch)
    {
        var found = _find.Rows(row => (row.GetInt64(0), row.GetInt64(1), row.Bytes(2)), box.Tenant, box.Store, box.Box, epoch);
        return found.Count > 0 ? found[0] : null;
    }

    private byte[] HashAt(long stream, long seq, ByteString epoch) => seq == 0
        ? EntryHash.Genesis(epoch.Span)
        : (byte[])_hashAt.Scalar(stream, seq)!;
}
