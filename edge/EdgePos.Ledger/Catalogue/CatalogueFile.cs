using System.Collections.Concurrent;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
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

    private readonly TaxTable _taxes;

    private CatalogueFile(string path, string version, long items, Currency currency, SqliteConnection connection)
    {
        (Path, Version, Items, Currency) = (path, version, items, currency);
        _taxes = new TaxTable(connection);
        Promotions = CatalogueWhole.PromotionsOf(connection, currency).Value;
    }

    /// <summary>Its promotions, ready to be asked.</summary>
    public PromotionBook Promotions { get; }

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
        && connection.Scalar("SELECT count(*) FROM items") is long items && items == file.Items);

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

    /// <summary>The item of a scan, by bar code first, then by the store's own code, at the price and tax that hold then.</summary>
    public Result<Item> Find(Scan scan, PriceMoment moment) =>
        Read(cursor => cursor.Find(scan) is { } row ? At(row, moment, cursor) : null) is { } item ? item : Unknown(scan);

    /// <summary>The item of one of the store's own codes; null: there is none.</summary>
    public Item? Find(string sku, PriceMoment moment) => Read(cursor => cursor.Find(sku) is { } row ? At(row, moment, cursor) : null);

    /// <summary>The row of a scan, with all its prices.</summary>
    public Result<BookRow> FindRow(Scan scan) => Read(cursor => cursor.Find(scan)) is { } row ? row : Unknown(scan);

    /// <summary>The row of one of the store's own codes, with its bar codes; null: there is none.</summary>
    public CodedRow? FindCoded(string sku) => Read(cursor => cursor.FindCoded(sku));

    /// <summary>The rows after an item, in the order of the items' codes.</summary>
    /// <param name="most">No more than so many; fewer are the last.</param>
    public IReadOnlyList<CodedRow> After(string sku, int most) => Read(cursor => cursor.After(sku, most));

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
            var about = connection.Rows("SELECT version, items, currency FROM about",
                row => (Version: row.GetValue(0) as string, Items: row.GetValue(1) as long?, Code: row.GetValue(2) as string));
            return about.Count == 1 && about[0].Version == System.IO.Path.GetFileNameWithoutExtension(path)
                && Currency.TryParse(about[0].Code, out var currency)
                && new CatalogueFile(path, about[0].Version!, about[0].Items ?? 0, currency, connection) is var file
                && isWhole(connection, file)
                ? file : throw Damaged("open", path, null);
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            throw Damaged("open", path, fault);
        }
    });

    private static Refusal Unknown(Scan scan) =>
        new(scan.HasWrongCheckDigit ? RefusalCode.CheckDigitWrong : RefusalCode.UnknownItem, "scanned", scan.Text);

    private Item At(BookRow row, PriceMoment moment, Cursor cursor)
    {
        var item = row.Item with { Price = row.PriceAt(moment.Us, moment.Group) };
        if (item.TaxCategory.Length > 0)
            item = Taxed(item, _taxes.PartsOf(item.TaxCategory, moment.Day));
        return row.DepositSku.Length > 0 && cursor.Find(row.DepositSku) is { } deposit
            ? item with { Deposit = At(deposit, moment with { Group = "" }, cursor) }
            : item;
    }

    // One tax without a name on all of it is what a rate says.
    private static Item Taxed(Item item, System.Collections.Immutable.ImmutableArray<TaxPart> parts) =>
        parts is [{ Name: "" } one] ? item with { TaxRate = one.Rate }
        : parts.Length == 1 ? item with { TaxRate = parts[0].Rate, Taxes = parts }
        : item with { Taxes = parts };

    // A row that does not read, or that no import would have taken, is damage too.
    private static bool IsDamage(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: NoSuchTable or Corrupt or NoDatabase } or InvalidProtocolBufferException
            or InvalidOperationException;

    private static LedgerFault Damaged(string op, string path, Exception? fault) => new(FaultKind.Damaged, op, path,
        "the price book's file is damaged: import the prices again, or roll back to another version", fault);

    private T Read<T>(Func<Cursor, T> query)
    {
        var cursor = _idle.TryTake(out var idle) ? idle : Database.Guard(Path, () => new Cursor(Path));
        try
        {
            return Database.Translated("read", Path, () => query(cursor));
        }
        catch (Exception fault) when (IsDamage(fault) || (fault is LedgerFault && fault.InnerException is { } inside && IsDamage(inside)))
        {
            throw Damaged("read", Path, fault);
        }
        finally
        {
            _idle.Add(cursor);
        }
    }

    /// <summary>A connection with its statements, used by one thread at a time.</summary>
    private sealed class Cursor : IDisposable
    {
        private const string Coded =
            "body, (SELECT coalesce(group_concat(gtin, ' '), '') FROM barcodes WHERE barcodes.sku = items.sku)";

        private readonly SqliteConnection _connection;
        private readonly HotStatements _statements;
        private readonly HotStatement _byGtin, _bySku, _coded, _after;

        public Cursor(string path)
        {
            _connection = Connect(path);
            _statements = new HotStatements(_connection);
            _byGtin = _statements.Statement("SELECT body FROM items JOIN barcodes USING (sku) WHERE gtin = $1");
            _bySku = _statements.Statement("SELECT body FROM items WHERE sku = $1");
            _coded = _statements.Statement($"SELECT {Coded} FROM items WHERE sku = $1");
            _after = _statements.Statement($"SELECT {Coded} FROM items WHERE sku > $1 ORDER BY sku LIMIT $2");
        }

        // Immutable: no lock is asked for, and no journal looked for, with every item that is scanned.
        public static SqliteConnection Connect(string path)
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = $"{new Uri(System.IO.Path.GetFullPath(path)).AbsoluteUri}?immutable=1",
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            connection.Open();
            return connection;
        }

        public BookRow? Find(Scan scan)
        {
            foreach (var gtin in scan.Gtins)
            {
                if (_byGtin.First(RowOf, gtin.Digits) is { } row)
                    return row;
            }

            foreach (string sku in scan.Skus)
            {
                if (Find(sku) is { } row)
                    return row;
            }

            return null;
        }

        public BookRow? Find(string sku) => _bySku.First(RowOf, sku);

        public CodedRow? FindCoded(string sku) => _coded.First(CodedOf, sku);

        public IReadOnlyList<CodedRow> After(string sku, int most) => _after.Rows(CodedOf, sku, most);

        public void Dispose()
        {
            _statements.Dispose();
            _connection.Dispose();
        }

        private static BookRow RowOf(HotStatement row) => WireItems.RowOf(V1.Item.Parser.ParseFrom(row.Raw(0))).Value;

        private static CodedRow CodedOf(HotStatement row) => new(
            RowOf(row), [.. row.Text(1).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)]);
    }
}

/// <summary>A row of the price book with its bar codes.</summary>
/// <param name="Row">The row.</param>
/// <param name="Gtins">GTINs as 14 digits, in order.</param>
public sealed record CodedRow(BookRow Row, IReadOnlyList<string> Gtins);

/// <summary>When something is sold, and to whom: what a price goes by.</summary>
/// <param name="Us">UTC microseconds.</param>
/// <param name="Day">The day, where the store is.</param>
/// <param name="Group">Group of the customer; empty: anybody.</param>
public readonly record struct PriceMoment(long Us, DateOnly Day, string Group);
