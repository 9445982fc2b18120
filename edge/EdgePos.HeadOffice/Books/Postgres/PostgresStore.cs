using System.Data.Common;
using EdgePos.HeadOffice.V1;
using Google.Protobuf;
using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>The books in a PostgreSQL, for head offices that serve many boxes, with as many writers as they like.</summary>
internal sealed class PostgresStore : IBookStore
{
    private readonly NpgsqlDataSource _source;
    private readonly MonthPartitions _months;

    private PostgresStore(NpgsqlDataSource source, TimeProvider time) => (_source, _months) = (source, new(source, time));

    /// <summary>The connections, for those who need one of their own.</summary>
    public NpgsqlDataSource Source => _source;

    /// <summary>Opens the books in a database, making the tables where there are none.</summary>
    /// <exception cref="IOException">The database cannot be used.</exception>
    public static PostgresStore Open(string database, TimeProvider time)
    {
        NpgsqlDataSource? source = null;
        try
        {
            source = PostgresSource.Of(database);
            PostgresMigrations.Apply(source, time);
            var store = new PostgresStore(source, time);
            CatchingUp.WhereDue(store);
            return store;
        }
        catch (Exception fault) when (fault is DbException or InvalidDataException or ArgumentException or TimeoutException)
        {
            source?.Dispose();
            throw new IOException($"head office's books in PostgreSQL cannot be opened: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public int Writers => 4;

    /// <inheritdoc/>
    public IStreamWriting Lock(BoxName box, byte[] epoch, IReadOnlyList<Booking> entries)
    {
        _months.MakeFor(entries);
        return PostgresWriting.Begin(_source.OpenConnection(), box, epoch, entries);
    }

    /// <inheritdoc/>
    public StreamMark? Find(BoxName box, byte[] epoch)
    {
        using var connection = _source.OpenConnection();
        return connection.Query(
            "SELECT stream, seq, hash FROM streams WHERE tenant = $1 AND store = $2 AND box = $3 AND epoch = $4",
            row => new StreamMark(row.GetInt64(0), row.GetInt64(1), row.Bytes(2)), box.Tenant, box.Store, box.Box, epoch).FirstOrDefault();
    }

    /// <inheritdoc/>
    public void Note(BoxName box, BoxState state) => Run("""
        INSERT INTO boxes VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, store, box) DO UPDATE SET
            online = excluded.online, epoch = excluded.epoch, confirmed_seq = excluded.confirmed_seq, version = excluded.version,
            head_seq = greatest(excluded.head_seq, CASE WHEN boxes.epoch = excluded.epoch THEN boxes.head_seq ELSE 0 END)
        """, box.Tenant, box.Store, box.Box, state.Online ? 1 : 0, state.Epoch.ToByteArray(), state.HeadSeq,
        StoredText.Shown(state.Version), state.ConfirmedSeq);

    /// <inheritdoc/>
    public void Note(BoxName box, LiveStock stock)
    {
        var last = LiveNotes.Last(stock);
        if (last.Count == 0)
            return;
        byte[] epoch = stock.Epoch.ToByteArray();
        if (Find(box, epoch) is null)
        {
            using var begun = Lock(box, epoch, []);
            begun.Commit();
        }

        Run("""
            INSERT INTO live_stock (stream, sku, as_of_seq, moved)
            SELECT s.stream, i.sku, $5, i.moved FROM streams s, unnest($6::text[], $7::bigint[]) AS i (sku, moved)
            WHERE s.tenant = $1 AND s.store = $2 AND s.box = $3 AND s.epoch = $4 AND s.seq < $5
            ON CONFLICT (stream, sku) DO UPDATE SET as_of_seq = excluded.as_of_seq, moved = excluded.moved
            WHERE excluded.as_of_seq >= live_stock.as_of_seq
            """, box.Tenant, box.Store, box.Box, epoch, stock.AsOfSeq, last.Keys.ToArray(), last.Values.ToArray());
    }

    /// <inheritdoc/>
    public void Note(BoxName box, LiveTills tills) => Run("""
        INSERT INTO live_tills VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, store, box) DO UPDATE SET
            epoch = excluded.epoch, as_of_seq = excluded.as_of_seq, message = excluded.message
        WHERE excluded.epoch <> live_tills.epoch OR excluded.as_of_seq >= live_tills.as_of_seq
        """, box.Tenant, box.Store, box.Box, tills.Epoch.ToByteArray(), tills.AsOfSeq, tills.ToByteArray());

    /// <inheritdoc/>
    public void Note(BoxName box, LiveHealth health, long nowUs) => Run("""
        INSERT INTO live_health VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, store, box) DO UPDATE SET at_us = excluded.at_us, heard_us = excluded.heard_us, message = excluded.message
        WHERE excluded.at_us >= live_health.at_us OR excluded.heard_us > live_health.heard_us + $7
        """, box.Tenant, box.Store, box.Box, health.AtUs, nowUs, health.ToByteArray(), LiveNotes.ClockWentBackUs);

    /// <inheritdoc/>
    public void Keep(string tenant, IReadOnlyList<CostRow> costs) => Run("""
        INSERT INTO costs (tenant, sku, currency, valid_from_us, cost_minor)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])
        ON CONFLICT (tenant, sku, currency, valid_from_us) DO UPDATE SET cost_minor = excluded.cost_minor
        """, tenant, costs.Select(cost => cost.Sku).ToArray(), costs.Select(cost => cost.Currency).ToArray(),
        costs.Select(cost => cost.ValidFromUs).ToArray(), costs.Select(cost => cost.CostMinor).ToArray());

    /// <inheritdoc/>
    public DbConnection OpenToWrite() => _source.OpenConnection();

    /// <inheritdoc/>
    public DbConnection OpenToRead() => _source.OpenConnection();

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void Run(string sql, params object[] values)
    {
        using var connection = _source.OpenConnection();
        connection.Run(sql, values);
    }
}
