using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>The one transaction of the books' file, used again and again.</summary>
internal sealed class SqliteWriting : IStreamWriting
{
    private readonly SqliteConnection _connection;
    private readonly Lock _held;
    private readonly WriteTransaction _transaction;
    private readonly HotStatements _statements;
    private readonly HotStatement _find, _begin, _move, _count, _fork, _overtaken, _hashAt, _total, _moved, _points;
    private readonly HotStatement _entry, _quarantine, _sale, _line, _returned, _transfer, _item, _order, _setTotal, _setMoved, _setPoints;

    /// <param name="connection">The writer's.</param>
    /// <param name="held">What the caller of Begin holds; given back when the transaction ends.</param>
    public SqliteWriting(SqliteConnection connection, Lock held)
    {
        (_connection, _held, _transaction, _statements) = (connection, held, new(connection), new(connection));
        _find = _statements.Statement("SELECT stream, seq, hash FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND epoch = $4");
        _begin = _statements.Statement("""
            INSERT INTO streams (tenant, store, box, epoch, seq, hash, sales, quarantined) VALUES ($1, $2, $3, $4, 0, $5, 0, 0)
            """);
        _move = _statements.Statement("UPDATE streams SET seq = $2, hash = $3 WHERE stream = $1");
        _count = _statements.Statement("UPDATE streams SET sales = sales + $2, quarantined = quarantined + $3 WHERE stream = $1");
        _fork = _statements.Statement("UPDATE streams SET forked = $2 WHERE stream = $1");
        _overtaken = _statements.Statement("DELETE FROM live_stock WHERE stream = $1 AND as_of_seq <= $2");
        _hashAt = _statements.Statement("SELECT hash FROM entries WHERE stream = $1 AND seq = $2");
        _total = _statements.Statement("SELECT minor FROM totals WHERE stream = $1 AND currency = $2");
        _moved = _statements.Statement("SELECT moved FROM stock WHERE stream = $1 AND sku = $2");
        _points = _statements.Statement("SELECT points FROM customer_points WHERE stream = $1 AND customer = $2");
        _entry = _statements.Statement("INSERT INTO entries VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        _quarantine = _statements.Statement("INSERT INTO quarantine VALUES ($1, $2, $3)");
        _sale = _statements.Statement("INSERT INTO sales VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
        _line = _statements.Statement("INSERT INTO sale_lines VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        _returned = _statements.Statement("INSERT INTO returned VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
        _transfer = _statements.Statement("INSERT INTO transfers VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _item = _statements.Statement("INSERT INTO transfer_items VALUES ($1, $2, $3, $4)");
        _order = _statements.Statement("INSERT INTO order_steps VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _setTotal = _statements.Statement("""
            INSERT INTO totals VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET minor = excluded.minor
            """);
        _setMoved = _statements.Statement("""
            INSERT INTO stock VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET moved = excluded.moved
            """);
        _setPoints = _statements.Statement("""
            INSERT INTO customer_points VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET points = excluded.points, seq = excluded.seq
            """);
    }

    /// <inheritdoc/>
    public StreamMark Mark { get; private set; } = new(0, 0, []);

    /// <inheritdoc/>
    public StreamSums Before { get; private set; } = new();

    /// <summary>Begins it on a stream.</summary>
    public SqliteWriting Begin(BoxName box, byte[] epoch, IReadOnlyList<Booking> entries)
    {
        _transaction.Begin();
        try
        {
            Mark = Find(box, epoch) ?? BeginStream(box, epoch);
            Before = SumsOf(Mark.Stream, entries);
            return this;
        }
        catch
        {
            _transaction.RollBackIfOpen();
            throw;
        }
    }

    /// <summary>How far a stream is.</summary>
    public StreamMark? Find(BoxName box, byte[] epoch) =>
        _find.First(row => new StreamMark(row.Number(0), row.Number(1), row.Bytes(2)), box.Tenant, box.Store, box.Box, epoch);

    /// <summary>A stream's sums of what entries touch.</summary>
    public StreamSums SumsOf(long stream, IReadOnlyList<Booking> entries)
    {
        var sums = new StreamSums();
        var (skus, currencies, customers) = Posting.TouchedBy(entries);
        foreach (string sku in skus)
            sums.Moved[sku] = _moved.First(row => row.Number(0), stream, sku);
        foreach (string currency in currencies)
            sums.Totals[currency] = _total.First(row => row.Number(0), stream, currency);
        foreach (string customer in customers)
            sums.Points[customer] = _points.First(row => row.Number(0), stream, customer);
        return sums;
    }

    /// <inheritdoc/>
    public byte[] HashAt(long seq) => _hashAt.First(row => row.Bytes(0), Mark.Stream, seq)
        ?? throw new InvariantBroken($"the books have no entry {seq} of stream {Mark.Stream}, which is committed to {Mark.Seq}");

    /// <inheritdoc/>
    public void Write(Posting posting)
    {
        foreach (var ((entry, hash), _, _, _) in posting.Entries)
        {
            _entry.Run(Mark.Stream, entry.Seq, entry.AtUs, (int)entry.Clock, StoredText.Packed(entry.Kind), entry.Register,
                StoredText.Packed(entry.Employee), entry.Body.ToByteArray(), hash);
        }

        Project(Mark.Stream, posting);
        var last = posting.Entries[^1].Read;
        _move.Run(Mark.Stream, last.Entry.Seq, last.Hash);
        _overtaken.Run(Mark.Stream, last.Entry.Seq);
    }

    /// <summary>Writes what follows from entries.</summary>
    public void Project(long stream, Posting posting)
    {
        foreach (var (seq, reason) in posting.Quarantined)
            _quarantine.Run(stream, seq, reason);
        foreach (var sale in posting.Sales)
            Project(stream, sale);
        foreach (var transfer in posting.Transfers)
            Project(stream, transfer);
        foreach (var order in posting.Orders)
        {
            _order.Run(stream, order.Entry.Seq, order.Entry.AtUs, order.Number, (int)order.Step, order.Receipt, order.Place,
                order.ShortLines);
        }

        foreach (var (currency, minor) in posting.After.Totals)
            _setTotal.Run(stream, currency, minor);
        foreach (var (sku, moved) in posting.After.Moved)
            _setMoved.Run(stream, sku, moved);
        foreach (var (customer, points) in posting.After.Points)
            _setPoints.Run(stream, customer, points, posting.Entries[^1].Read.Entry.Seq);
        _count.Run(stream, posting.Sales.Count, posting.Quarantined.Count);
    }

    /// <inheritdoc/>
    public void NoteFork(string why) => _fork.Run(Mark.Stream, why);

    /// <inheritdoc/>
    public void Commit() => _transaction.Commit();

    /// <summary>Ends the transaction; the statements stay for the next one.</summary>
    public void Dispose()
    {
        try
        {
            _transaction.RollBackIfOpen();
        }
        finally
        {
            _held.Exit();
        }
    }

    /// <summary>Gives the statements back, at the end.</summary>
    public void DisposeStatements()
    {
        _statements.Dispose();
        _transaction.Dispose();
    }

    private void Project(long stream, SaleRow sale)
    {
        var entry = sale.Entry;
        _sale.Run(stream, entry.Seq, entry.AtUs, entry.Register, entry.Employee, sale.ReceiptNumber, sale.CommandId, sale.Quantity,
            sale.TotalMinor, sale.TaxMinor, sale.Currency);
        for (int i = 0; i < sale.Lines.Count; i++)
        {
            var line = sale.Lines[i];
            _line.Run(stream, entry.Seq, i + 1, entry.AtUs, line.Sku, line.Department, line.Quantity, line.NetMinor, line.TaxMinor,
                sale.Currency);
        }

        foreach (var row in sale.Returned)
        {
            _returned.Run(stream, entry.Seq, row.Nth, entry.AtUs, row.Receipt, row.Line, row.Sku, row.Quantity, row.Minor, row.Currency,
                row.Hold);
        }
    }

    private void Project(long stream, TransferRow transfer)
    {
        var entry = transfer.Entry;
        _transfer.Run(stream, entry.Seq, entry.AtUs, (int)transfer.Way, transfer.OtherStore, transfer.Number, transfer.Booking,
            transfer.Reference);
        foreach (var (sku, quantity) in transfer.Items)
            _item.Run(stream, entry.Seq, sku, quantity);
    }

    private StreamMark BeginStream(BoxName box, byte[] epoch)
    {
        byte[] genesis = EntryHash.Genesis(epoch);
        _begin.Run(box.Tenant, box.Store, box.Box, epoch, genesis);
        return new StreamMark((long)_connection.Scalar("SELECT last_insert_rowid()")!, 0, genesis);
    }
}
