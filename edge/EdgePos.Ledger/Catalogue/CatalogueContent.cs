using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What names a version: the hash of all that is in it. The same content is the same version.</summary>
internal static class CatalogueContent
{
    private const int VersionDigits = 16;

    /// <summary>Reads all of an open price book and names it.</summary>
    public static string VersionOf(SqliteConnection connection, Currency currency)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, currency.Code);
        Feed(hash, connection, "SELECT sku, body FROM items ORDER BY sku", 2);
        Feed(hash, connection, "SELECT gtin, sku FROM barcodes ORDER BY gtin", 2);
        Feed(hash, connection, "SELECT code, from_day, body FROM tax_categories ORDER BY code, from_day", 3);
        Feed(hash, connection, "SELECT id, body FROM promotions ORDER BY id", 2);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionDigits];
    }

    private static void Feed(IncrementalHash hash, SqliteConnection connection, string sql, int columns)
    {
        using var statement = connection.Statement(sql);
        using var rows = statement.ExecuteReader();
        while (rows.Read())
        {
            for (int i = 0; i < columns; i++)
            {
                if (rows.GetValue(i) is byte[] bytes)
                    Add(hash, bytes);
                else
                    Add(hash, Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) ?? "");
            }
        }
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    private static void Add(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
