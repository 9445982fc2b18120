using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Builds a version of the price book aside. Nothing is current before it is whole.</summary>
public sealed class CatalogueBuilder : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _find, _insert, _dropCodes, _insertCode, _codeOwner, _codes;
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly Currency _currency;

    internal CatalogueBuilder(string path, Currency currency, string? mergeWith)
    {
        (Path, _currency) = (path, currency);
        _connection = Database.OpenWriter(path, Durability.Normal);
        // Nobody reads the file before it is renamed, so it needs no WAL; the shelf syncs it whole.
        _connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;");
        _connection.Execute(Schema());
        if (mergeWith is not null)
            _connection.Execute("ATTACH $1 AS old", mergeWith);
        _transaction = _connection.BeginTransaction();
        if (mergeWith is not null)
            _connection.Execute("INSERT INTO items SELECT * FROM old.items; INSERT INTO barcodes SELECT * FROM old.barcodes;");
        _find = _connection.Statement("SELECT name, unit, price_minor, tax_rate_ppm FROM items WHERE sku = $1");
        _insert = _connection.Statement("INSERT OR REPLACE INTO items VALUES ($1, $2, $3, $4, $5)");
        _codes = _connection.Statement("SELECT gtin FROM barcodes WHERE sku = $1 ORDER BY gtin");
        _dropCodes = _connection.Statement("DELETE FROM barcodes WHERE sku = $1");
        _codeOwner = _connection.Statement("SELECT sku FROM barcodes WHERE gtin = $1");
        _insertCode = _connection.Statement("INSERT INTO barcodes VALUES ($1, $2)");
    }

    /// <summary>The file being built.</summary>
    public string Path { get; }

    /// <summary>Items that were not there before.</summary>
    public long Added { get; private set; }

    /// <summary>Items that were there and are different now.</summary>
    public long Changed { get; private set; }

    /// <summary>Puts an item in, over the one that was merged from the current version. A refusal names it.</summary>
    /// <exception cref="LedgerFault">The disk does not let it.</exception>
    public Refusal? Put(Item item, IReadOnlyList<string> gtins) => Database.Translated("import", Path, () => PutRow(item, gtins));

    /// <summary>Ends the build: the version is the hash of the content, so the same content is the same version.</summary>
    internal string Finish()
    {
        string version = HashContent()[..16];
        _connection.Execute("INSERT INTO about SELECT $1, count(*), $2 FROM items", version, _currency.Code);
        _transaction.Commit();
        _connection.Close();
        return version;
    }

    /// <summary>Ends the build and, where it was not put on the shelf, drops the file.</summary>
    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
        File.Delete(Path);
    }

    private Refusal? PutRow(Item item, IReadOnlyList<string> gtins)
    {
        if (ItemRules.Check(item, gtins, _currency) is { } wrong)
            return wrong;
        if (!_sent.Add(item.Sku))
            return new Refusal(RefusalCode.PriceBookRowInvalid, "sku", item.Sku, "it is in the price book twice");

        var codes = gtins.Select(text => Gtin.TryParse(text, out var gtin) ? gtin.Digits : "")
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var row = (item.Name, (long)item.Unit, item.Price?.Minor, item.TaxRate.Ppm);
        var before = _find.Rows(r => (r.GetString(0), r.GetInt64(1), r.IsDBNull(2) ? null : (long?)r.GetInt64(2), r.GetInt64(3)), item.Sku);
        if (before.Count == 0)
            Added++;
        else if (before[0] != row || !_codes.Rows(r => r.GetString(0), item.Sku).SequenceEqual(codes))
            Changed++;

        _insert.Run(item.Sku, item.Name, (int)item.Unit, item.Price?.Minor, item.TaxRate.Ppm);
        _dropCodes.Run(item.Sku);
        foreach (string code in codes)
        {
            if (_codeOwner.Scalar(code) is string owner)
                return new Refusal(RefusalCode.PriceBookRowInvalid, "gtins", item.Sku, $"bar code {code} is that of item {owner}");
            _insertCode.Run(code, item.Sku);
        }

        return null;
    }

    private string HashContent()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, _currency.Code);
        Feed(hash, "SELECT sku, name, unit, price_minor, tax_rate_ppm FROM items ORDER BY sku", 5);
        Feed(hash, "SELECT gtin, sku FROM barcodes ORDER BY gtin", 2);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Feed(IncrementalHash hash, string sql, int columns)
    {
        using var statement = _connection.Statement(sql);
        using var rows = statement.ExecuteReader();
        while (rows.Read())
        {
            for (int i = 0; i < columns; i++)
                Add(hash, Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) ?? "");
        }
    }

    private static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Schema()
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("EdgePos.Ledger.Catalogue.catalogue.sql")!);
        return reader.ReadToEnd();
    }
}
