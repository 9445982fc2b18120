using System.Reflection;
using EdgePos.Sqlite;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Builds a version of the price book aside. Nothing is current before it is whole.</summary>
public sealed class CatalogueBuilder : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly HotStatements _statements;
    private readonly HotStatement _find, _insert, _codesBefore, _putCode, _putTax, _putPromotion, _endPromotion;
    private readonly string _codesIndex;
    private readonly CatalogueCodes _codes = new();
    private readonly CatalogueWhole _whole = new();
    private readonly Currency _currency;
    private readonly Action _ended;

    /// <param name="merge">True: it begins with the items of <paramref name="onto"/>, where there is one.</param>
    /// <param name="ended">Called once, when the build is over.</param>
    internal CatalogueBuilder(string path, Currency currency, bool merge, CatalogueFile? onto, Action ended)
    {
        (Path, IsMerge, Onto, _currency, _ended) = (path, merge, onto?.Version, currency, ended);
        _connection = Database.OpenWriter(path, Durability.Normal);
        try
        {
            // Nobody reads the file before it is renamed, so it needs no WAL; the shelf syncs it whole.
            _connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;");
            _connection.Execute(Schema());
            _codesIndex = (string)_connection.Scalar("SELECT sql FROM sqlite_schema WHERE name = 'barcodes_of_item'")!;
            _connection.Execute("DROP INDEX barcodes_of_item"); // made when its rows are there, which costs a third
            if (onto is not null)
                _connection.Execute("ATTACH $1 AS old", onto.Path);
            _transaction = _connection.BeginTransaction();
            if (onto is not null)
            {
                _connection.Execute("""
                    INSERT INTO items SELECT * FROM old.items; INSERT INTO tax_categories SELECT * FROM old.tax_categories;
                    INSERT INTO promotions SELECT * FROM old.promotions;
                    """);
                _codes.Merge(_connection);
            }

            _statements = new HotStatements(_connection);
            _find = _statements.Statement("SELECT body FROM old.items WHERE sku = $1");
            _codesBefore = _statements.Statement("SELECT gtin FROM old.barcodes WHERE sku = $1 ORDER BY gtin");
            _insert = _statements.Statement("INSERT OR REPLACE INTO items VALUES ($1, $2)");
            _putCode = _statements.Statement("INSERT INTO barcodes VALUES ($1, $2)");
            _putTax = _statements.Statement("INSERT OR REPLACE INTO tax_categories VALUES ($1, $2, $3)");
            _putPromotion = _statements.Statement("INSERT OR REPLACE INTO promotions VALUES ($1, $2)");
            _endPromotion = _statements.Statement("DELETE FROM promotions WHERE id = $1");
        }
        catch
        {
            _connection.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Items that were not there before.</summary>
    public long Added { get; private set; }

    /// <summary>Items that were there and are different now.</summary>
    public long Changed { get; private set; }

    /// <summary>The file being built.</summary>
    internal string Path { get; }

    /// <summary>True where it is laid over the version that was current when it began.</summary>
    internal bool IsMerge { get; }

    /// <summary>That version; null where there was none, or where it replaces all.</summary>
    internal string? Onto { get; }

    /// <summary>Promotions in it; known once it is finished.</summary>
    public long Promotions { get; private set; }

    /// <inheritdoc cref="Put(BookRow, IReadOnlyList{string})"/>
    public Refusal? Put(Item item, IReadOnlyList<string> gtins) => Put(new BookRow(item), gtins);

    /// <summary>Puts an item in, over the one that was merged from the current version. A refusal names it.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Refusal? Put(BookRow row, IReadOnlyList<string> gtins) => Database.Translated("import", Path, () => PutRow(row, gtins));

    /// <summary>Puts a row of the tax table in, over the one of the same category and day.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Refusal? Put(TaxCategory row) => Database.Translated("import", Path, () =>
    {
        if (TaxCategory.Check(row) is { } wrong)
            return wrong;
        _putTax.Run(row.Code, row.From == DateOnly.MinValue ? 0 : DayNumber.Of(row.From), row.ToWire().ToByteArray());
        return null;
    });

    /// <summary>Puts a promotion in, over the one of the same id.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Refusal? Put(Promotion promotion) => Database.Translated("import", Path, () =>
    {
        if (PromotionRules.Check(promotion, _currency) is { } wrong)
            return wrong;
        _putPromotion.Run(promotion.Id, promotion.ToWire().ToByteArray());
        return null;
    });

    /// <summary>Ends a promotion; one that is not there is no harm.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public void End(string promotion) => Database.Translated("import", Path, () => _endPromotion.Run(promotion));

    /// <summary>Ends every promotion that is in it so far.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public void EndPromotions() => Database.Translated("import", Path, () => _connection.Execute("DELETE FROM promotions"));

    /// <summary>Ends the build: the version is the hash of the content, so the same content is the same version.</summary>
    /// <param name="today">Every tax category that an item names must have a row by then.</param>
    internal Result<string> Finish(DateOnly today)
    {
        if (_codes.Check() is { } claimed)
            return claimed;
        _codes.WriteTo(_putCode);
        _connection.Execute(_codesIndex);
        if (Onto is not null)
            _whole.NoteAll(_connection);
        if (_whole.Check(_connection, _currency, today) is { } refusal)
            return refusal;
        Promotions = (long)_connection.Scalar("SELECT count(*) FROM promotions")!;
        string version = CatalogueContent.VersionOf(_connection, _currency);
        _connection.Execute("INSERT INTO about SELECT $1, count(*), $2 FROM items", version, _currency.Code);
        _transaction.Commit();
        _statements.Dispose();
        _connection.Close();
        return version;
    }

    /// <summary>Ends the build and, where it was not put on the shelf, drops the file.</summary>
    public void Dispose()
    {
        try
        {
            _statements.Dispose();
            _transaction.Dispose();
            _connection.Dispose();
            File.Delete(Path);
        }
        finally
        {
            _ended();
        }
    }

    private Refusal? PutRow(BookRow row, IReadOnlyList<string> gtins)
    {
        if (ItemRules.Check(row, gtins, _currency) is { } wrong)
            return wrong;
        string sku = row.Item.Sku;
        if (!_codes.Come(sku))
            return new Refusal(RefusalCode.PriceBookRowInvalid, "sku", sku, "it is in the price book twice");

        var codes = gtins.Select(text => Gtin.TryParse(text, out var gtin) ? gtin.Digits : "")
            .Distinct().Order(StringComparer.Ordinal).ToList();
        byte[] body = row.ToWire().ToByteArray();
        if (Onto is null)
            Added++;
        else
            Compare(sku, body, codes);

        _whole.Note(row);
        _insert.Run(sku, body);
        return codes.Select(code => _codes.Put(code, sku)).FirstOrDefault(refusal => refusal is not null);
    }

    private void Compare(string sku, byte[] body, List<string> codes)
    {
        if (_find.First(row => row.Bytes(0), sku) is not { } before)
        {
            Added++;
            return;
        }

        var had = _codesBefore.Rows(row => row.Text(0), sku);
        _codes.GiveUp(sku, had);
        if (!had.SequenceEqual(codes) || !before.AsSpan().SequenceEqual(body))
            Changed++;
    }

    private static string Schema()
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("EdgePos.Ledger.Catalogue.catalogue.sql")!);
        return reader.ReadToEnd();
    }
}
