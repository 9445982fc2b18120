using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Baskets on disk: one row each, written whole with every change.</summary>
public sealed class BasketTable : IDisposable
{
    private readonly SqliteCommand _open, _forgotten;
    private readonly HotStatements _statements;
    private readonly HotStatement _find, _change, _save, _findCommand, _keepCommand, _nextCommands, _pruneCommands;
    private byte[] _prunedUpTo = [];

    internal BasketTable(SqliteConnection connection)
    {
        _statements = new HotStatements(connection);
        _find = _statements.Statement("SELECT body FROM baskets WHERE basket_id = $1");
        // Most changes leave a basket open: what does not change is not named, so that no index is written.
        _change = _statements.Statement("UPDATE baskets SET changed_us = $3, body = $4 WHERE basket_id = $1 AND open = $2");
        _save = _statements.Statement("""
            INSERT INTO baskets (basket_id, open, changed_us, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (basket_id) DO UPDATE SET open = excluded.open, changed_us = excluded.changed_us, body = excluded.body
            """);
        _findCommand = _statements.Statement("SELECT basket_id, request_digest FROM basket_commands WHERE command_id = $1");
        _keepCommand = _statements.Statement("""
            INSERT INTO basket_commands (command_id, basket_id, request_digest, at_us) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """);
        _nextCommands = _statements.Statement("""
            SELECT max(command_id) FROM
                (SELECT command_id FROM basket_commands WHERE command_id > $1 ORDER BY command_id LIMIT 2000)
            """);
        _pruneCommands = _statements.Statement(
            "DELETE FROM basket_commands WHERE command_id > $1 AND command_id <= $2 AND at_us < $3");
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
    /// <returns>True where this is the first.</returns>
    public bool KeepCommand(Guid basketId, Guid commandId, byte[] digest, long nowUs) =>
        _keepCommand.Run(commandId.ToBytes(), basketId.ToBytes(), digest, nowUs) == 1;

    /// <summary>Writes a basket as registers are shown it.</summary>
    /// <returns>What was written.</returns>
    public byte[] Save(Basket basket, long nowUs)
    {
        bool open = basket.State is BasketState.Open or BasketState.Paid or BasketState.Suspended;
        byte[] key = basket.Id.ToBytes(), body = basket.Encode();
        if (_change.Run(key, open ? 1 : 0, nowUs, body) == 0)
            _save.Run(key, open ? 1 : 0, nowUs, body);
        return body;
    }

    /// <summary>
    /// Looks at the next few commands, in the order of their ids and from the beginning after the last, and forgets those that
    /// were carried out before a moment.
    /// </summary>
    /// <returns>How many went.</returns>
    internal int PruneCommands(long beforeUs)
    {
        byte[] upTo = _nextCommands.First(row => row.Bytes(0), _prunedUpTo) ?? [];
        int gone = upTo.Length > 0 ? _pruneCommands.Run(_prunedUpTo, upTo, beforeUs) : 0;
        _prunedUpTo = upTo;
        return gone;
    }

    /// <summary>Gives its statements back.</summary>
    public void Dispose() => _statements.Dispose();
}
