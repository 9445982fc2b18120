using Microsoft.Data.Sqlite;
using SQLitePCL;

// Compiled into head office too, which may not know the ledger.
namespace EdgePos.Sqlite;

/// <summary>The transaction of a file's one writer.</summary>
internal sealed class WriteTransaction : IDisposable
{
    private readonly HotStatements _statements;
    private readonly HotStatement _begin, _commit, _rollBack, _beginPart, _undoPart, _endPart;

    /// <param name="connection">The writer's.</param>
    public WriteTransaction(SqliteConnection connection)
    {
        _statements = new HotStatements(connection);
        (_begin, _commit) = (_statements.Statement("BEGIN IMMEDIATE"), _statements.Statement("COMMIT"));
        _rollBack = _statements.Statement("ROLLBACK");
        (_beginPart, _endPart) = (_statements.Statement("SAVEPOINT part"), _statements.Statement("RELEASE part"));
        _undoPart = _statements.Statement("ROLLBACK TO part");
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Does a part of the open transaction; where the part answers false its traces go, and the rest stays.</summary>
    public bool InSavepoint(Func<bool> part)
    {
        _beginPart.Run();
        bool kept = part();
        if (!kept)
            _undoPart.Run();
        _endPart.Run();
        return kept;
    }

    /// <summary>Ends a transaction that was not committed. SQLite has ended it already after some errors.</summary>
    public void RollBackIfOpen()
    {
        if (raw.sqlite3_get_autocommit(_statements.Connection.Handle) == 0)
            _rollBack.Run();
    }

    /// <summary>Gives its statements back.</summary>
    public void Dispose() => _statements.Dispose();
}
