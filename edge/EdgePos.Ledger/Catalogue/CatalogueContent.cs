using System.Buffers.Binary;
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
    private const int PieceBytes = 64 * 1024;

    /// <summary>Reads all of an open price book and names it.</summary>
    public static string VersionOf(SqliteConnection connection, Currency currency)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var statements = new HotStatements(connection);
        var pieces = new Pieces(hash);
        pieces.Add(Encoding.UTF8.GetBytes(currency.Code));
        Feed(pieces, statements.Statement("SELECT sku, body FROM items ORDER BY sku"), 2);
        Feed(pieces, statements.Statement("SELECT gtin, sku FROM barcodes ORDER BY gtin"), 2);
        Feed(pieces, statements.Statement("SELECT code, CAST(from_day AS TEXT), body FROM tax_categories ORDER BY code, from_day"), 3);
        Feed(pieces, statements.Statement("SELECT id, body FROM promotions ORDER BY id"), 2);
        pieces.End();
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionDigits];
    }

    private static void Feed(Pieces pieces, HotStatement statement, int columns) => statement.Each(row =>
    {
        for (int i = 0; i < columns; i++)
            pieces.Add(row.Raw(i));
    });

    /// <summary>Values, each after its length, handed to the hash many at a time.</summary>
    private sealed class Pieces(IncrementalHash hash)
    {
        private readonly byte[] _buffer = new byte[PieceBytes];
        private int _used;

        public void Add(ReadOnlySpan<byte> value)
        {
            if (_used + sizeof(int) + value.Length > _buffer.Length)
                End();
            BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), value.Length);
            _used += sizeof(int);
            if (_used + value.Length > _buffer.Length)
            {
                End();
                hash.AppendData(value);
                return;
            }

            value.CopyTo(_buffer.AsSpan(_used));
            _used += value.Length;
        }

        public void End()
        {
            hash.AppendData(_buffer, 0, _used);
            _used = 0;
        }
    }
}
