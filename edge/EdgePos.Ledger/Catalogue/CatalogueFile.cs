using System.Collections.Concurrent;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>One version of the price book: a file that never changes again. Safe from any thread.</summary>
public sealed class CatalogueFile : IDisposable
{
    private readonly string _path;
    private readonly ConcurrentBag<Cursor> _idle = [];
    private volatile bool _retired;

    private CatalogueFile(string path, string version, long items, Currency currency) =>
        (_path, Version, Items, Currency) = (path, version, items, currency);

    /// <summary>First 16 hex digits of the SHA-256 of its content.</summary>
    public string Version { get; }

    /// <summary>How many items are in it.</summary>
    public long Items { get; }

    /// <summary>The currency of its prices.</summary>
    public Currency Currency { get; }

    /// <summary>Opens a version.</summary>
    /// <exception cref="LedgerFault">The file is missing or damaged.</exception>
    public static CatalogueFile Open(string path) => Database.Guard(path, () =>
    {
        using var connection = Cursor.Connect(path);
        return connection.Statement("SELECT version, items, currency FROM about")
            .Rows(row => new CatalogueFile(path, row.GetString(0), row.GetInt64(1), Currency.Of(row.GetString(2))))[0];
    });

    /// <summary>The item of a scan: by bar code first, then by the store's own code.</summary>
    public Result<Item> Find(string scanned)
    {
        bool isGtin = Gtin.TryParse(scanned, out var gtin);
        return Read(cursor => isGtin ? cursor.ByGtin(gtin) ?? cursor.BySku(scanned) : cursor.BySku(scanned)) is { } item
            ? item
            : Gtin.HasForm(scanned) && !isGtin
                ? new Refusal(RefusalCode.CheckDigitWrong, "scanned", scanned)
                : new Refusal(RefusalCode.UnknownItem, "scanned", scanned);
    }

    /// <summary>Ends the version: open cursors are closed when they come back.</summary>
    public void Dispose()
    {
        _retired = true;
        while (_idle.TryTake(out var cursor))
            cursor.Dispose();
    }

    private T Read<T>(Func<Cursor, T> query)
    {
        var cursor = _idle.TryTake(out var idle) ? idle : Database.Guard(_path, () => new Cursor(_path, Currency));
        try
        {
            return Database.Translated("read", _path, () => query(cursor));
        }
        finally
        {
            _idle.Add(cursor);
            if (_retired)
                Dispose();
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

        public Item? ByGtin(Gtin gtin) => _byGtin.Rows(ItemOf, gtin.Digits).FirstOrDefault();

        public Item? BySku(string sku) => _bySku.Rows(ItemOf, sku).FirstOrDefault();

        public void Dispose() => _connection.Dispose();

        private Item ItemOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), (Unit)row.GetInt32(2),
            row.IsDBNull(3) ? null : new Money(row.GetInt64(3), _currency), new Rate(row.GetInt64(4)));
    }
}
