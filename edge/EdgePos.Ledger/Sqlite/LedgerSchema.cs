using EdgePos.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Which form a ledger's tables have: the number of the last migration.</summary>
public static class LedgerSchema
{
    /// <summary>The one that this program brings a ledger to.</summary>
    public static long Known => LedgerOpening.Migrations.Load().Count;

    /// <summary>That of a ledger, also while the box sells.</summary>
    /// <exception cref="LedgerFault">The file cannot be read.</exception>
    public static long Of(string path) => Database.Guard(path, () =>
    {
        using var connection = Database.OpenReader(path);
        return connection.Scalar("SELECT max(version) FROM schema_version") is long version ? version : 0;
    });
}
