using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What names a version: the hash of every item and bar code. The same content is the same version.</summary>
internal static class CatalogueContent
{
    private const int VersionDigits = 16;

    /// <summary>Reads all of an open price book and names it.</summary>
    public static string VersionOf(SqliteConnection connection, Currency currency)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, currency.Code);
        Feed(hash, connection, "SELECT sku, name, unit, price_minor, tax_rate_ppm FROM items ORDER BY sku", 5);
        Feed(hash, connection, "SELECT gtin, sku FROM barcodes ORDER BY gtin", 2);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionDigits];
    }

    private static void Feed(IncrementalHash hash, SqliteConnection connection, string sql, int columns)
    {
        using var statement = connection.Statement(sql);
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
}
