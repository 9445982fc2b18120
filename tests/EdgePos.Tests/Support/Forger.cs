using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace EdgePos.Tests;

/// <summary>Somebody who can write to a ledger's file, knows how it is made, and lacks nothing but the box's key.</summary>
internal sealed class Forger : IDisposable
{
    private readonly SqliteConnection _books;
    private readonly List<string> _triggers = [];
    private readonly byte[] _epoch;

    public Forger(string path)
    {
        _books = TamperedLedger.Open(path, "Mode=ReadWrite");
        const string triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
        foreach (var (name, sql) in Query(triggers, row => (row.GetString(0), row.GetString(1))))
        {
            Run($"DROP TRIGGER {name}");
            _triggers.Add(sql);
        }

        _epoch = Query("SELECT epoch FROM identity", row => row.GetFieldValue<byte[]>(0)).Single();
    }

    /// <summary>Runs statements.</summary>
    public Forger Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = _books.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
        return this;
    }

    /// <summary>An entry as it stands.</summary>
    public JournalEntry Entry(long seq) =>
        Query($"SELECT {JournalRows.Columns} FROM journal WHERE seq = {seq}", JournalRows.EntryOf).Single();

    /// <summary>Lets the sale of an entry have another total, its stored answer left alone.</summary>
    public Forger ChangeTotal(long seq, long minor)
    {
        var sale = SaleCompleted.Parser.ParseFrom(Entry(seq).Body);
        sale.Total.Minor = minor;
        return Run("UPDATE journal SET body = $body WHERE seq = $seq", ("$body", sale.ToByteArray()), ("$seq", seq));
    }

    /// <summary>Computes the hashes again, from an entry to the end.</summary>
    public Forger Rehash(long from)
    {
        long last = Query("SELECT max(seq) FROM journal", row => row.GetInt64(0)).Single();
        for (long seq = from; seq <= last; seq++)
        {
            var entry = Entry(seq);
            byte[] previous = seq == 1 ? EntryHash.Genesis(_epoch) : Entry(seq - 1).Hash;
            Run("UPDATE journal SET hash = $hash WHERE seq = $seq",
                ("$hash", EntryHash.Of(previous, entry.Header, entry.Body)), ("$seq", seq));
        }

        return this;
    }

    /// <summary>Appends a sale that nobody made, chained as it must be.</summary>
    public Forger Append()
    {
        long last = Query("SELECT max(seq) FROM journal", row => row.GetInt64(0)).Single();
        var entry = Entry(last);
        var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
        ReceiptNumber.TryParse(sale.ReceiptNumber, out var number);
        sale.ReceiptNumber = new ReceiptNumber(number.Store, number.Register, number.Number + 1).ToString();
        sale.BasketId = Sales.IdOf("forged", 1).ToString();
        return Run("""
            INSERT INTO journal SELECT seq + 1, at_us, clock, kind, register, employee, $body, hash FROM journal WHERE seq = $seq
            """, ("$body", sale.ToByteArray()), ("$seq", last)).Rehash(last + 1);
    }

    /// <summary>Gives the answer of a sale anew, with a right sum, in the place of the old one.</summary>
    public Forger Answer(long seq, Action<EdgePos.V1.Receipt>? change = null)
    {
        var entry = Entry(seq);
        var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
        var command = Guid.Parse(sale.CommandId);
        var receipt = WireSales.ReceiptOf(entry.Header, sale);
        change?.Invoke(receipt);
        byte[] id = command.ToBytes();
        byte[] digest = Query($"SELECT request_digest FROM answers WHERE command_id = x'{Convert.ToHexString(id)}'",
            row => row.GetFieldValue<byte[]>(0)).Single();
        var kept = new KeptAnswer(digest, receipt.ToByteArray(), receipt.JournalSeq);
        return Run("UPDATE answers SET response = $response, seq = $seq, at_us = $at, sum = $sum WHERE command_id = $id",
            ("$response", kept.Response), ("$seq", kept.Seq), ("$at", entry.Header.AtUs), ("$id", id),
            ("$sum", AnswerTable.SumOf(entry.Header.Register, id, kept, entry.Header.AtUs)));
    }

    /// <summary>Cuts off the end, and what the projections made of it.</summary>
    public Forger CutAfter(long seq) => Run($"""
        UPDATE stock SET on_hand = on_hand + 1000 * (SELECT count(*) FROM journal
            WHERE seq > {seq} AND instr(body, cast(stock.sku AS BLOB)) > 0);
        DELETE FROM journal WHERE seq > {seq};
        UPDATE stock SET as_of = coalesce((SELECT max(seq) FROM journal WHERE instr(body, cast(stock.sku AS BLOB)) > 0), 0);
        DELETE FROM stock WHERE as_of = 0;
        DELETE FROM receipts WHERE seq > {seq}
        """);

    /// <summary>Puts the triggers back, so that the schema is as it was.</summary>
    public void Dispose()
    {
        foreach (string sql in _triggers)
            Run(sql);
        _books.Dispose();
    }

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _books.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
