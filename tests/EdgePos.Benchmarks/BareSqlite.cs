using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Benchmarks;

/// <summary>
/// The limit that the ledger is held to: the same rows into the same tables by prepared statements, so many in one synced
/// transaction, with no rule, no hash, no queue and no question asked before.
/// </summary>
internal sealed class BareSqlite : IDisposable
{
    private static readonly string[] Inserts =
    [
        "INSERT INTO journal VALUES ($1, 1, 2, $2, 1, '', $3, $4)",
        "INSERT INTO receipts VALUES ($5, $1, $6, $1, 250, 'EUR')",
        "INSERT INTO stock (sku, on_hand, as_of) VALUES ($9, -1000, $1) "
            + "ON CONFLICT DO UPDATE SET on_hand = on_hand - 1000, as_of = excluded.as_of",
        "INSERT INTO answers (register, command_id, request_digest, response, at_us, sum) VALUES ($5, $6, $4, $7, 1, $8)",
    ];

    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE
    private const int FrameBytes = 24 + 2048;
    private const int StockLines = 3; // of a sale

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit;
    private readonly SqliteCommand[] _inserts;
    private readonly object[] _values;
    private readonly Dictionary<int, int> _bytes = [];
    private long _seq = 1_000_000;

    /// <param name="path">A closed ledger with one sale in it; its schema and the sale's bytes are what is written.</param>
    public BareSqlite(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Statement("PRAGMA synchronous = FULL").ExecuteNonQuery();
        Statement("PRAGMA foreign_keys = ON").ExecuteNonQuery();
        (_begin, _commit) = (Statement("BEGIN IMMEDIATE"), Statement("COMMIT"));
        _inserts = [.. Inserts.Select(Statement)];
        var entry = new LedgerReader(path).Entries(1, 1, long.MaxValue)[0];
        byte[] answer = WireSales.ReceiptOf(entry.Header, SaleCompleted.Parser.ParseFrom(entry.Body)).ToByteArray();
        _values = [0L, entry.Header.Kind, entry.Body, entry.Hash, 0, new byte[16], answer, new byte[8], ""];
        foreach (var insert in _inserts)
        {
            for (int i = 0; i < _values.Length; i++)
            {
                if (insert.CommandText.Contains($"${i + 1}", StringComparison.Ordinal))
                    insert.Parameters.AddWithValue($"${i + 1}", _values[i]);
            }
        }
    }

    /// <summary>Writes a batch, one row set a register; on disk when it returns.</summary>
    public void Write(int batch)
    {
        _begin.ExecuteNonQuery();
        for (int register = 1; register <= batch; register++)
        {
            _values[0] = ++_seq;
            _values[4] = register;
            _values[5] = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMilliseconds(_seq)).ToByteArray(bigEndian: true);
            foreach (var insert in _inserts)
            {
                for (int line = 0; line < (insert == _inserts[2] ? StockLines : 1); line++)
                {
                    _values[8] = $"SKU{(_seq + line) % 2000}";
                    foreach (SqliteParameter parameter in insert.Parameters)
                        parameter.Value = _values[parameter.ParameterName[1] - '1'];
                    insert.ExecuteNonQuery();
                }
            }
        }

        _commit.ExecuteNonQuery();
    }

    /// <summary>Bytes that a batch of so many writes to the log.</summary>
    public int BytesOf(int batch)
    {
        SQLitePCL.raw.sqlite3_db_status(_connection.Handle, CacheWrites, out _, out _, resetFlg: 1);
        if (!_bytes.TryGetValue(batch, out int bytes))
        {
            Write(batch);
            SQLitePCL.raw.sqlite3_db_status(_connection.Handle, CacheWrites, out int pages, out _, resetFlg: 1);
            _bytes[batch] = bytes = pages * FrameBytes;
        }

        return bytes;
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Statement(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
