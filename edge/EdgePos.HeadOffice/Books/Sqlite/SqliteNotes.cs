using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.HeadOffice;

/// <summary>What boxes say beside their journal, and what items cost: rows whose last word wins.</summary>
internal sealed class SqliteNotes(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _state = connection.Statement("""
        INSERT INTO boxes (tenant, store, box, online, epoch, head_seq, version, confirmed_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO UPDATE SET online = excluded.online, epoch = excluded.epoch, confirmed_seq = excluded.confirmed_seq,
            head_seq = max(excluded.head_seq, CASE WHEN epoch = excluded.epoch THEN head_seq ELSE 0 END), version = excluded.version
        """);

    private readonly SqliteCommand _stock = connection.Statement("""
        INSERT INTO live_stock VALUES ($1, $2, $3, $4)
        ON CONFLICT DO UPDATE SET as_of_seq = excluded.as_of_seq, moved = excluded.moved WHERE excluded.as_of_seq >= as_of_seq
        """);

    private readonly SqliteCommand _tills = connection.Statement("""
        INSERT INTO live_tills VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO UPDATE SET epoch = excluded.epoch, as_of_seq = excluded.as_of_seq, message = excluded.message
        WHERE excluded.epoch <> epoch OR excluded.as_of_seq >= as_of_seq
        """);

    private readonly SqliteCommand _health = connection.Statement("""
        INSERT INTO live_health VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO UPDATE SET at_us = excluded.at_us, heard_us = excluded.heard_us, message = excluded.message
        WHERE excluded.at_us >= at_us OR excluded.heard_us > heard_us + $7
        """);

    private readonly SqliteCommand _cost = connection.Statement("""
        INSERT INTO costs VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET cost_minor = excluded.cost_minor
        """);

    public void Note(BoxName box, BoxState state) => _state.Run(box.Tenant, box.Store, box.Box, state.Online ? 1 : 0,
        state.Epoch.ToByteArray(), state.HeadSeq, StoredText.Shown(state.Version), state.ConfirmedSeq);

    /// <summary>Within the transaction that holds the stream.</summary>
    public void Note(StreamMark mark, LiveStock stock)
    {
        if (stock.AsOfSeq <= mark.Seq)
            return; // the journal says it already
        foreach (var (sku, moved) in LiveNotes.Last(stock))
            _stock.Run(mark.Stream, sku, stock.AsOfSeq, moved);
    }

    public void Note(BoxName box, LiveTills tills) =>
        _tills.Run(box.Tenant, box.Store, box.Box, tills.Epoch.ToByteArray(), tills.AsOfSeq, tills.ToByteArray());

    public void Note(BoxName box, LiveHealth health, long nowUs) =>
        _health.Run(box.Tenant, box.Store, box.Box, health.AtUs, nowUs, health.ToByteArray(), LiveNotes.ClockWentBackUs);

    public void Keep(string tenant, IReadOnlyList<CostRow> costs)
    {
        using var transaction = connection.BeginTransaction();
        _cost.Transaction = transaction;
        foreach (var cost in costs)
            _cost.Run(tenant, cost.Sku, cost.Currency, cost.ValidFromUs, cost.CostMinor);
        transaction.Commit();
        _cost.Transaction = null;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _state, _stock, _tills, _health, _cost })
            statement.Dispose();
    }
}
