using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Reading the ledger beside its writer: connections of its own that cannot write. Safe from any thread.</summary>
/// <param name="path">The file, ledger.db; it must be there.</param>
public sealed class LedgerReader(string path)
{
    /// <summary>The end of the journal.</summary>
    public JournalHead Head() => Read(LedgerHead.Read);

    /// <summary>Whose ledger it is.</summary>
    public BoxIdentity Identity() => Read(connection => connection.Statement("SELECT tenant, store, box FROM identity")
        .Rows(row => new BoxIdentity(row.GetString(0), row.GetString(1), row.GetString(2)))[0]);

    /// <summary>
    /// Entries after <paramref name="after"/> in their order: at most <paramref name="maxEntries"/>, and at most
    /// <paramref name="maxBytes"/> of bodies, but always one where there is one.
    /// </summary>
    public IReadOnlyList<JournalEntry> Entries(long after, int maxEntries, long maxBytes) => Read(connection =>
    {
        using var statement = connection.Statement("""
            SELECT seq, at_us, clock, kind, register, employee, body, hash FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2
            """);
        statement.Parameters.AddWithValue("$1", after);
        statement.Parameters.AddWithValue("$2", maxEntries);
        using var rows = statement.ExecuteReader();
        var entries = new List<JournalEntry>();
        long bytes = 0;
        while (rows.Read())
        {
            var entry = EntryOf(rows);
            bytes += entry.Body.Length;
            if (entries.Count > 0 && bytes > maxBytes)
                break;
            entries.Add(entry);
        }

        return entries;
    });

    /// <summary>The hash of an entry; of 0: what the epoch begins with; null where there is no such entry.</summary>
    public byte[]? HashAt(long seq) => seq == 0
        ? EntryHash.Genesis(Head().Epoch)
        : Read(connection => (byte[]?)connection.Statement("SELECT hash FROM journal WHERE seq = $1").Scalar(seq));

    /// <summary>Head office has committed the journal up to here.</summary>
    public long Confirmed() => Read(connection => (long)connection.Statement("SELECT seq FROM confirmed").Scalar()!);

    /// <summary>The receipt of a number of this store; null where there is none.</summary>
    public Receipt? FindReceipt(ReceiptNumber number) => Read(connection => connection.Statement("""
            SELECT seq, at_us, clock, kind, journal.register, employee, body, hash
            FROM receipts JOIN journal USING (seq) WHERE receipts.register = $1 AND receipts.number = $2
            """)
        .Rows(EntryOf, number.Register, number.Number)
        .Select(entry => Wire.ReceiptOf(entry.Header, SaleCompleted.Parser.ParseFrom(entry.Body)))
        .FirstOrDefault(receipt => receipt.ReceiptNumber == number.ToString()));

    /// <summary>The number of the receipt that a basket became; null where it is no sale.</summary>
    public ReceiptNumber? FindReceiptOf(Guid basketId) => Read(connection => connection
        .Statement("SELECT store, register, number FROM receipts, identity WHERE basket_id = $1")
        .Rows(row => (ReceiptNumber?)new ReceiptNumber(row.GetString(0), row.GetInt32(1), row.GetInt64(2)), basketId.ToBytes())
        .FirstOrDefault());

    /// <summary>What a command was answered, and the digest of what was asked; null where it was not carried out.</summary>
    public (byte[] Digest, byte[] Response)? FindAnswer(int register, Guid commandId) => Read(connection => connection
        .Statement("SELECT request_digest, response FROM answers WHERE register = $1 AND command_id = $2")
        .Rows(row => ((byte[], byte[])?)(row.Bytes(0), row.Bytes(1)), register, commandId.ToBytes())
        .FirstOrDefault());

    /// <summary>Stock on hand in thousandths of the item's unit; 0 for what never moved.</summary>
    public long OnHand(string sku) => Read(connection =>
        connection.Statement("SELECT on_hand FROM stock WHERE sku = $1").Scalar(sku) as long? ?? 0);

    private T Read<T>(Func<SqliteConnection, T> query)
    {
        using var connection = Database.OpenReader(path);
        return Database.Translated("read", path, () => query(connection));
    }

    private static JournalEntry EntryOf(SqliteDataReader row) => new(
        new EntryHeader(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4), row.GetString(5)),
        row.Bytes(6), row.Bytes(7));
}
