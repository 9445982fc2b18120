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
    private readonly SqliteCommand _find, _insert, _codes, _dropCodes, _codeOwner, _putCode, _putTax, _putPromotion, _endPromotion;
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Code, string By)>> _taken = new(StringComparer.Ordinal);
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
            if (onto is not null)
                _connection.Execute("ATTACH $1 AS old", onto.Path);
            _transaction = _connection.BeginTransaction();
            if (onto is not null)
                _connection.Execute("""
                    INSERT INTO items SELECT * FROM old.items; INSERT INTO barcodes SELECT * FROM old.barcodes;
                    INSERT INTO tax_categories SELECT * FROM old.tax_categories; INSERT INTO promotions SELECT * FROM old.promotions;
                    """);
            _find = _connection.Statement("SELECT body FROM items WHERE sku = $1");
            _insert = _connection.Statement("INSERT OR REPLACE INTO items VALUES ($1, $2)");
            _putTax = _connection.Statement("INSERT OR REPLACE INTO tax_categories VALUES ($1, $2, $3)");
            _putPromotion = _connection.Statement("INSERT OR REPLACE INTO promotions VALUES ($1, $2)");
            _endPromotion = _connection.Statement("DELETE FROM promotions WHERE id = $1");
            _codes = _connection.Statement("SELECT gtin FROM barcodes WHERE sku = $1");
            _dropCodes = _connection.Statement("DELETE FROM barcodes WHERE sku = $1");
            _codeOwner = _connection.Statement("SELECT sku FROM barcodes WHERE gtin = $1");
            _putCode = _connection.Statement("INSERT OR REPLACE INTO barcodes VALUES ($1, $2)");
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

    /// <summary>Ends the build: the version is the hash of the content, so the same content is the same version.</summary>
    /// <param name="today">Every tax category that an item names must have a row by then.</param>
    internal Result<string> Finish(DateOnly today)
    {
        // Whoever lost a bar code to another item, and came with no row of its own to give it up, still has it.
        if (_taken.Count > 0)
        {
            var (of, codes) = _taken.MinBy(lost => lost.Key, StringComparer.Ordinal);
            return Claimed(codes[0].Code, codes[0].By, of);
        }

        if (CatalogueWhole.Check(_connection, _currency, today) is { } refusal)
            return refusal;
        Promotions = (long)_connection.Scalar("SELECT count(*) FROM promotions")!;
        string version = CatalogueContent.VersionOf(_connection, _currency);
        _connection.Execute("INSERT INTO about SELECT $1, count(*), $2 FROM items", version, _currency.Code);
        _transaction.Commit();
        _connection.Close();
        return version;
    }

    /// <summary>Ends the build and, where it was not put on the shelf, drops the file.</summary>
    public void Dispose()
    {
        try
        {
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
        if (!_sent.Add(sku))
            return new Refusal(RefusalCode.PriceBookRowInvalid, "sku", sku, "it is in the price book twice");

        var codes = gtins.Select(text => Gtin.TryParse(text, out var gtin) ? gtin.Digits : "")
            .Distinct().Order(StringComparer.Ordinal).ToList();
        byte[] body = row.ToWire().ToByteArray();
        if (_find.Scalar(sku) is not byte[] before)
            Added++;
        else if (!GiveUpCodes(sku).SequenceEqual(codes) || !before.AsSpan().SequenceEqual(body))
            Changed++;

        _insert.Run(sku, body);
        return codes.Select(code => PutCode(code, sku)).FirstOrDefault(refusal => refusal is not null);
    }

    // Of two items that were sent, one has the code. An item that was not sent yet may come without it.
    private Refusal? PutCode(string code, string sku)
    {
        if (_codeOwner.Scalar(code) is string owner)
        {
            if (_sent.Contains(owner))
                return Claimed(code, sku, owner);
            if (!_taken.TryGetValue(owner, out var lost))
                _taken[owner] = lost = [];
            lost.Add((code, sku));
        }

        _putCode.Run(code, sku);
        return null;
    }

    // The codes that an item had in the version before; from here on it has none.
    private IEnumerable<string> GiveUpCodes(string sku)
    {
        List<string> codes = _codes.Rows(row => row.GetString(0), sku);
        if (_taken.Remove(sku, out var lost))
            codes.AddRange(lost.Select(one => one.Code));
        _dropCodes.Run(sku);
        return codes.Order(StringComparer.Ordinal);
    }

    private static Refusal Claimed(string code, string by, string of) =>
        new(RefusalCode.PriceBookRowInvalid, "gtins", by, $"bar code {code} is that of item {of}");

    private static string Schema()
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("EdgePos.Ledger.Catalogue.catalogue.sql")!);
        return reader.ReadToEnd();
    }
}
