using EdgePos.Store;
using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>A transaction on one stream in PostgreSQL: two round trips, and a COPY for each large table.</summary>
internal sealed class PostgresWriting : IStreamWriting
{
    private const string Whose = "tenant = $1 AND store = $2 AND box = $3 AND epoch = $4";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private PostgresWriting(NpgsqlConnection connection) => (_connection, _transaction) = (connection, connection.BeginTransaction());

    /// <inheritdoc/>
    public StreamMark Mark { get; private set; } = new(0, 0, []);

    /// <inheritdoc/>
    public StreamSums Before { get; } = new();

    /// <summary>Begins it. The connection is the transaction's from now on.</summary>
    public static PostgresWriting Begin(NpgsqlConnection connection, BoxName box, byte[] epoch, IReadOnlyList<Booking> entries)
    {
        PostgresWriting? writing = null;
        try
        {
            writing = new PostgresWriting(connection);
            if (!writing.Lock(box, epoch, entries))
            {
                writing.BeginStream(box, epoch);
                Invariant.Check(writing.Lock(box, epoch, entries), "a stream that was begun is there");
            }

            return writing;
        }
        catch
        {
            writing?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] HashAt(long seq) => _connection.Query(
        "SELECT hash FROM entries WHERE stream = $1 AND seq = $2", row => row.Bytes(0), Mark.Stream, seq).FirstOrDefault()
        ?? throw new InvariantBroken($"the books have no entry {seq} of stream {Mark.Stream}, which is committed to {Mark.Seq}");

    /// <inheritdoc/>
    public void Write(Posting posting)
    {
        BulkRows.Entries(_connection, Mark.Stream, posting.Entries);
        BulkRows.Sales(_connection, Mark.Stream, posting.Sales);
        BulkRows.Lines(_connection, Mark.Stream, posting.Sales);

        var last = posting.Entries[^1].Read;
        using var batch = new NpgsqlBatch(_connection, _transaction);
        Add(batch, """
            INSERT INTO totals (stream, currency, minor) SELECT $1, * FROM unnest($2::text[], $3::bigint[])
            ON CONFLICT (stream, currency) DO UPDATE SET minor = excluded.minor
            """, posting.After.Totals);
        Add(batch, """
            INSERT INTO stock (stream, sku, moved) SELECT $1, * FROM unnest($2::text[], $3::bigint[])
            ON CONFLICT (stream, sku) DO UPDATE SET moved = excluded.moved
            """, posting.After.Moved);
        if (posting.After.Points is { Count: > 0 } points)
        {
            Add(batch, """
                INSERT INTO customer_points (stream, customer, points, seq) SELECT $1, *, $4 FROM unnest($2::text[], $3::bigint[])
                ON CONFLICT (stream, customer) DO UPDATE SET points = excluded.points, seq = excluded.seq
                """, Mark.Stream, points.Keys.ToArray(), points.Values.ToArray(), last.Entry.Seq);
        }

        if (posting.Quarantined.Count > 0)
        {
            Add(batch, "INSERT INTO quarantine (stream, seq, reason) SELECT $1, * FROM unnest($2::bigint[], $3::text[])",
                Mark.Stream, posting.Quarantined.Select(row => row.Seq).ToArray(), posting.Quarantined.Select(row => row.Reason).ToArray());
        }

        AddReturned(batch, [.. posting.Sales.SelectMany(sale => sale.Returned)]);
        AddTransfers(batch, posting.Transfers);
        AddOrders(batch, posting.Orders);
        Add(batch, "DELETE FROM live_stock WHERE stream = $1 AND as_of_seq <= $2", Mark.Stream, last.Entry.Seq);
        Add(batch, "UPDATE streams SET seq = $2, hash = $3, sales = sales + $4, quarantined = quarantined + $5 WHERE stream = $1",
            Mark.Stream, last.Entry.Seq, last.Hash, (long)posting.Sales.Count, (long)posting.Quarantined.Count);
        batch.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void NoteFork(string why)
    {
        using var batch = new NpgsqlBatch(_connection, _transaction);
        Add(batch, "UPDATE streams SET forked = $2 WHERE stream = $1", Mark.Stream, why);
        batch.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Commit() => _transaction.Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    // One round trip: the watermark's row, and then what it guards. Each statement sees what was committed before it.
    private bool Lock(BoxName box, byte[] epoch, IReadOnlyList<Booking> entries)
    {
        var (skus, currencies, customers) = Posting.TouchedBy(entries);
        object[] whose = [box.Tenant, box.Store, box.Box, epoch];
        using var batch = new NpgsqlBatch(_connection, _transaction);
        Add(batch, "SET LOCAL enable_seqscan = off"); // a plan that was made while the tables were small is kept for long
        Add(batch, $"SELECT stream, seq, hash FROM streams WHERE {Whose} FOR UPDATE", whose);
        Add(batch, $"""
            SELECT currency, minor FROM totals JOIN unnest($5::text[]) AS touched (currency) USING (currency)
            WHERE stream = (SELECT stream FROM streams WHERE {Whose})
            """, [.. whose, currencies]);
        Add(batch, $"""
            SELECT sku, moved FROM stock JOIN unnest($5::text[]) AS touched (sku) USING (sku)
            WHERE stream = (SELECT stream FROM streams WHERE {Whose})
            """, [.. whose, skus]);
        if (customers.Length > 0)
        {
            Add(batch, $"""
                SELECT customer, points FROM customer_points JOIN unnest($5::text[]) AS touched (customer) USING (customer)
                WHERE stream = (SELECT stream FROM streams WHERE {Whose})
                """, [.. whose, customers]);
        }

        using var rows = batch.ExecuteReader();
        if (!rows.Read())
            return false;
        Mark = new StreamMark(rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2));
        rows.NextResult();
        while (rows.Read())
            Before.Totals[rows.GetString(0)] = rows.GetInt64(1);
        rows.NextResult();
        while (rows.Read())
            Before.Moved[rows.GetString(0)] = rows.GetInt64(1);
        while (rows.NextResult()) // the customers, where there are any
        {
            while (rows.Read())
                Before.Points[rows.GetString(0)] = rows.GetInt64(1);
        }

        return true;
    }

    private void BeginStream(BoxName box, byte[] epoch)
    {
        using var batch = new NpgsqlBatch(_connection, _transaction);
        Add(batch, """
            INSERT INTO streams (tenant, store, box, epoch, seq, hash, sales, quarantined) VALUES ($1, $2, $3, $4, 0, $5, 0, 0)
            ON CONFLICT DO NOTHING
            """, box.Tenant, box.Store, box.Box, epoch, EntryHash.Genesis(epoch));
        batch.ExecuteNonQuery();
    }

    private void AddReturned(NpgsqlBatch batch, ReturnedRow[] rows)
    {
        if (rows.Length == 0)
            return;
        Add(batch, """
            INSERT INTO returned (stream, seq, nth, at_us, receipt, line, sku, quantity, minor, currency, hold)
            SELECT $1, * FROM unnest($2::bigint[], $3::integer[], $4::bigint[], $5::text[], $6::integer[], $7::text[], $8::bigint[],
                $9::bigint[], $10::text[], $11::text[])
            """, Mark.Stream, rows.Select(row => row.Entry.Seq).ToArray(), rows.Select(row => row.Nth).ToArray(),
            rows.Select(row => row.Entry.AtUs).ToArray(), rows.Select(row => row.Receipt).ToArray(),
            rows.Select(row => row.Line).ToArray(), rows.Select(row => row.Sku).ToArray(), rows.Select(row => row.Quantity).ToArray(),
            rows.Select(row => row.Minor).ToArray(), rows.Select(row => row.Currency).ToArray(), rows.Select(row => row.Hold).ToArray());
    }

    private void AddTransfers(NpgsqlBatch batch, IReadOnlyList<TransferRow> transfers)
    {
        if (transfers.Count == 0)
            return;
        Add(batch, """
            INSERT INTO transfers (stream, seq, at_us, way, other_store, number, booking, reference)
            SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[])
            """, Mark.Stream, transfers.Select(end => end.Entry.Seq).ToArray(), transfers.Select(end => end.Entry.AtUs).ToArray(),
            transfers.Select(end => (int)end.Way).ToArray(), transfers.Select(end => end.OtherStore).ToArray(),
            transfers.Select(end => end.Number).ToArray(), transfers.Select(end => end.Booking).ToArray(),
            transfers.Select(end => end.Reference).ToArray());
        var items = transfers.SelectMany(end => end.Items.Select(item => (end.Entry.Seq, Sku: item.Key, Quantity: item.Value))).ToList();
        Add(batch, """
            INSERT INTO transfer_items (stream, seq, sku, quantity) SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[])
            """, Mark.Stream, items.Select(item => item.Seq).ToArray(), items.Select(item => item.Sku).ToArray(),
            items.Select(item => item.Quantity).ToArray());
    }

    private void AddOrders(NpgsqlBatch batch, IReadOnlyList<OrderStepRow> orders)
    {
        if (orders.Count == 0)
            return;
        Add(batch, """
            INSERT INTO order_steps (stream, seq, at_us, number, step, receipt, place, short_lines)
            SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::integer[])
            """, Mark.Stream, orders.Select(order => order.Entry.Seq).ToArray(), orders.Select(order => order.Entry.AtUs).ToArray(),
            orders.Select(order => order.Number).ToArray(), orders.Select(order => (int)order.Step).ToArray(),
            orders.Select(order => order.Receipt).ToArray(), orders.Select(order => order.Place).ToArray(),
            orders.Select(order => order.ShortLines).ToArray());
    }

    private void Add(NpgsqlBatch batch, string sql, Dictionary<string, long> sums)
    {
        if (sums.Count > 0)
            Add(batch, sql, Mark.Stream, sums.Keys.ToArray(), sums.Values.ToArray());
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
