using System.Collections.Concurrent;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// One version of the price book: a file that never changes again. Safe from any thread. Whoever opened or borrowed it
/// disposes it once; the last one ends its connections, and before that its file must stay.
/// </summary>
public sealed class CatalogueFile : IDisposable
{
    // What SQLite says of a damaged file: https://sqlite.org/rescode.html
    private const int NoSuchTable = 1, Corrupt = 11, NoDatabase = 26;

    private readonly ConcurrentBag<Cursor> _idle = [];
    private int _holders = 1;

    private CatalogueFile(string path, string version, long items, Currency currency) =>
        (Path, Version, Items, Currency) = (path, version, items, currency);

    /// <summary>First 16 hex digits of the SHA-256 of its content.</summary>
    public string Version { get; }

    /// <summary>How many items are in it.</summary>
    public long Items { get; }

    /// <summary>The currency of its prices.</summary>
    public Currency Currency { get; }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>True until the last one who holds it has let go; then for ever false.</summary>
    internal bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <summary>Opens a version.</summary>
    /// <exception cref="LedgerFault">Damaged: it is not what its name says. CannotOpen: it is missing or not ours to read.</exception>
    public static CatalogueFile Open(string path) => Open(path, (_, _) => true);

    /// <summary>Opens a version after reading all of it: its content must have the hash that it is named by.</summary>
    /// <exception cref="LedgerFault">Damaged: it has not. CannotOpen: it is missing or not ours to read.</exception>
    public static CatalogueFile OpenWhole(string path) => Open(path, (connection, file) =>
        CatalogueContent.VersionOf(connection, file.Currency) == file.Version
        && connection.Statement("SELECT count(*) FROM items").Scalar() is long items && items == file.Items);

    /// <summary>True where <see cref="OpenWhole"/> would open it.</summary>
    internal static bool IsWhole(string path)
    {
        try
        {
            OpenWhole(path).Dispose();
            return true;
        }
        catch (LedgerFault)
        {
            return false;
        }
    }

    /// <summary>The item of a scan: by bar code first, then by the store's own code.</summary>
    public Result<Item> Find(Scan scan) => Read(cursor => cursor.Find(scan)) is { } item ? item
        : new Refusal(scan.HasWrongCheckDigit ? RefusalCode.CheckDigitWrong : RefusalCode.UnknownItem, "scanned", scan.Text);

    /// <summary>Lets go of it; with the last one its connections end.</summary>
    public void Dispose()
    {
        int left = Interlocked.Decrement(ref _holders);
        Invariant.Check(left >= 0, "a price book was let go of more often than held");
        while (left == 0 && _idle.TryTake(out var cursor))
            cursor.Dispose();
    }

    /// <summary>Holds it for one more; false where the last one has let go already.</summary>
    internal bool TryHold()
    {
        int seen = Volatile.Read(ref _holders);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref _holders, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    private static CatalogueFile Open(string path, Func<SqliteConnection, CatalogueFile, bool> isWhole) => Database.Guard(path, () =>
    {
        if (!File.Exists(path))
            throw new LedgerFault(FaultKind.CannotOpen, "open", path, "its file is missing");
        try
        {
            using var connection = Cursor.Connect(path);
            var about = connection.Statement("SELECT version, items, currency FROM about")
                .Rows(row => (Version: row.GetValue(0) as string, Items: row.GetValue(1) as long?, Code: row.GetValue(2) as string));
            return about.Count == 1 && about[0].Version == System.IO.Path.GetFileNameWithoutExtension(path)
                && Currency.TryParse(about[0].Code, out var currency)
                && new CatalogueFile(path, about[0].Version!, about[0].Items ?? 0, currency) is var file && isWhole(connection, file)
                ? file : throw Damaged("open", path, null);
        }
        catch (SqliteException fault) when (IsDamage(fault))
        {
            throw Damaged("open", path, fault);
        }
    });

    private static bool IsDamage(SqliteException fault) => fault.SqliteErrorCode is NoSuchTable or Corrupt or NoDatabase;

    private static LedgerFault Damaged(string op, string path, SqliteException? fault) => new(FaultKind.Damaged, op, path,
        "the price book's file is damaged: import the prices again, or roll back to another version", fault);

    private T Read<T>(Func<Cursor, T> query)
    {
        var cursor = _idle.TryTake(out var idle) ? idle : Database.Guard(Path, () => new Cursor(Path, Currency));
        try
        {
            return Database.Translated("read", Path, () => query(cursor));
        }
        catch (LedgerFault fault) when (fault.InnerException is SqliteException inside && IsDamage(inside))
        {
            throw Damaged("read", Path, inside);
        }
        finally
        {
            _idle.Add(cursor);
        }
    }

    /// <summary>A connection with its statements, used by one thread at a time.</summary>
    private sealed class Cursor : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _byGtin, _bySku;
        private readonly Currency _currency;

        public Cursor(string path, Currency currency)
        {
            _connection = Connect(path);
            _currency = currency;
            _byGtin = _connection.Statement("""
                SELECT sku, name, unit, price_minor, tax_rate_ppm FROM items JOIN barcodes USING (sku) WHERE gtin = $1
                """);
            _bySku = _connection.Statement("SELECT sku, name, unit, price_minor, tax_rate_ppm FROM items WHERE sku = $1");
        }

        public static SqliteConnection Connect(string path)
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            connection.Open();
            return connection;
        }

        public Item? Find(Scan scan)
        {
            foreach (var gtin in scan.Gtins)
            {
                if (_byGtin.Rows(ItemOf, gtin.Digits) is [var item])
                    return item;
            }

            foreach (string sku in scan.Skus)
            {
                if (_bySku.Rows(ItemOf, sku) is [var item])
                    return item;
            }

            return null;
        }

        public void Dispose() => _connection.Dispose();

        private Item ItemOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), (Unit)row.GetInt32(2),
            row.IsDBNull(3) ? null : new Money(row.GetInt64(3), _currency), new Rate(row.GetInt64(4)));
    }
}
