using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Baskets on disk: one row each, written whole with every change.</summary>
public sealed class BasketTable : IDisposable
{
    private readonly SqliteCommand _open, _forgotten;
    private readonly HotStatements _statements;
    private readonly HotStatement _find, _save, _findCommand, _keepCommand;

    internal BasketTable(SqliteConnection connection)
    {
        _statements = new HotStatements(connection);
        _find = _statements.Statement("SELECT body FROM baskets WHERE basket_id = $1");
        _save = _statements.Statement("""
            INSERT INTO baskets (basket_id, open, changed_us, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (basket_id) DO UPDATE SET open = excluded.open, changed_us = excluded.changed_us, body = excluded.body
            """);
        _findCommand = _statements.Statement("SELECT basket_id, request_digest FROM basket_commands WHERE command_id = $1");
        _keepCommand = _statements.Statement("""
            INSERT INTO basket_commands (command_id, basket_id, request_digest, at_us) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """);
        _open = connection.Statement("SELECT basket_id FROM baskets WHERE open = 1");
        _forgotten = connection.Statement("SELECT basket_id FROM baskets WHERE open = 1 AND changed_us < $1 LIMIT 1000");
    }

    /// <summary>A basket, open or closed; null where it is not here (any more).</summary>
    public Basket? Find(Guid id) => _find.First(row => V1.Basket.Parser.ParseFrom(row.Bytes(0)).OfWire(), id.ToBytes());

    /// <summary>The ids of all baskets that are not closed.</summary>
    public IReadOnlyList<Guid> OpenIds() => _open.Rows(row => row.Bytes(0).ToGuid());

    /// <summary>The ids of baskets that are not closed and that nobody has touched since a moment, a thousand at most.</summary>
    public IReadOnlyList<Guid> OpenUntouchedSince(long us) => _forgotten.Rows(row => row.Bytes(0).ToGuid(), us);

    /// <summary>The basket that a command changed, and the command's digest; null where it has not been carried out.</summary>
    public (Guid BasketId, byte[] Digest)? FindCommand(Guid commandId) =>
        _findCommand.First(row => ((Guid, byte[])?)(row.Bytes(0).ToGuid(), row.Bytes(1)), commandId.ToBytes());

    /// <summary>Remembers that a command was carried out; the first that had the id stands.</summary>
    public void KeepCommand(Guid basketId, Guid commandId, byte[] digest, long nowUs) =>
        _keepCommand.Run(commandId.ToBytes(), basketId.ToBytes(), digest, nowUs);

    /// <summary>Writes a basket.</summary>
    public void Save(Basket basket, long nowUs)
    {
        bool open = basket.State is BasketState.Open or BasketState.Paid or BasketState.Suspended;
        _save.Run(basket.Id.ToBytes(), open ? 1 : 0, nowUs, basket.ToWire().ToByteArray());
    }

    /// <summary>Gives its statements back.</summary>
    public void Dispose() => _statements.Dispose();
}
