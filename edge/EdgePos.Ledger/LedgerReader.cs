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
    public BoxIdentity Identity() => Read(LedgerHead.Owner)!;

    /// <summary>
    /// Entries after <paramref name="after"/> in their order: at most <paramref name="maxEntries"/>, and at most
    /// <paramref name="maxBytes"/> of bodies, but always one where there is one.
    /// </summary>
    public IReadOnlyList<JournalEntry> Entries(long after, int maxEntries, long maxBytes) => Read(connection =>
    {
        var entries = new List<JournalEntry>();
        long bytes = 0;
        foreach (var entry in JournalRows.After(connection, after, maxEntries))
        {
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
        : Read(connection => (byte[]?)connection.Scalar("SELECT hash FROM journal WHERE seq = $1", seq));

    /// <summary>Head office has committed the journal up to here.</summary>
    public long Confirmed() => Read(connection => (long)connection.Scalar("SELECT seq FROM confirmed")!);

    /// <summary>The receipt of a number of this store, with its customer where they were not erased; null where there is none.</summary>
    public Receipt? FindReceipt(ReceiptNumber number) => Read(connection => connection.Rows($"""
            SELECT {JournalRows.Columns}
            FROM receipts JOIN journal USING (seq) WHERE receipts.register = $1 AND receipts.number = $2
            """, JournalRows.EntryOf, number.Register, number.Number)
        .Select(entry =>
        {
            var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
            var receipt = WireSales.ReceiptOf(entry.Header, sale);
            receipt.Customer = sale.CustomerDigest.IsEmpty ? null : CustomerTable.Find(connection, entry.Header.Seq);
            receipt.CustomerErased = !sale.CustomerDigest.IsEmpty && receipt.Customer is null;
            return receipt;
        })
        .FirstOrDefault(receipt => receipt.ReceiptNumber == number.ToString()));

    /// <summary>The receipts whose customer's details contain a text, capitals or not, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public IReadOnlyList<CustomerOnReceipt> FindCustomers(string text, int most, CancellationToken cancellation) => Read(connection =>
    {
        var found = new List<CustomerOnReceipt>();
        foreach (var one in CustomerTable.All(connection))
        {
            cancellation.ThrowIfCancellationRequested();
            var who = one.Customer;
            if (who.Address.Concat([who.Name, who.Email, who.Phone, who.TaxNumber])
                .Any(field => field.Contains(text, StringComparison.OrdinalIgnoreCase)))
                found.Add(one);
            if (found.Count == most)
                break;
        }

        return found;
    });

    /// <summary>The sales on a customer's number that hold details, the oldest first.</summary>
    /// <param name="most">No more than so many.</param>
    public IReadOnlyList<ErasedSale> SalesWithDetailsOf(string customer, int most) =>
        Read(connection => CustomerTable.Of(connection, customer).Take(most).ToList());

    /// <summary>The number of the receipt that a basket became; null where it is no sale.</summary>
    public ReceiptNumber? FindReceiptOf(Guid basketId) => Read(connection => connection
        .Rows("SELECT store, register, number FROM receipts, identity WHERE basket_id = $1",
            row => (ReceiptNumber?)new ReceiptNumber(row.GetString(0), row.GetInt32(1), row.GetInt64(2)), basketId.ToBytes())
        .FirstOrDefault());

    /// <summary>The lines of a receipt of this store, with what of each has come back; null where there is no such receipt.</summary>
    public SoldLine[]? FindSold(string store, string receipt) =>
        Read(connection => ReturnTable.Find(connection, store, receipt));

    /// <summary>What of each line of a receipt that another ledger wrote has come back here: thousandths and minor units.</summary>
    public IReadOnlyDictionary<int, Back> FindBackHere(string receipt) =>
        Read(connection => ReturnTable.FindElsewhere(connection, receipt));

    /// <summary>A gift card of the store; null: there is none of that number.</summary>
    public Store.GiftCard? FindGiftCard(string number) => Read(connection => GiftCardTable.FindCard(connection, number));

    /// <summary>What sales after an entry added to a customer's points; below zero: took off.</summary>
    public long PointsSince(string customer, long seq) => Read(connection => PointsTable.SinceOf(connection, customer, seq));

    /// <summary>What was said to the time clock, in its order.</summary>
    /// <param name="employee">Empty: by all.</param>
    /// <param name="most">No more than these.</param>
    /// <param name="after">Only later entries of the journal.</param>
    public IReadOnlyList<Clocked> Hours(string employee, long fromUs, long toUs, long after, int most) =>
        Read(connection => TimeClockTable.Between(connection, employee, fromUs, toUs, after, most));

    /// <summary>What has gone through the open till of a register; null where it is closed.</summary>
    /// <param name="before">What was read of it before, to go on from; null: nothing.</param>
    public TillTally? Tally(int register, TillTally? before = null) => Read(connection =>
        TillTable.FindOpen(connection, register) is not { } session ? null
        : TillTable.Continue(connection, before?.Session == session ? before : new TillTally(session)));

    /// <summary>The registers whose tills are open, in their order.</summary>
    public IReadOnlyList<int> OpenTills() => Read(TillTable.OpenRegisters);

    /// <summary>Number of a register's last Z report; 0: it has none.</summary>
    public long LastZReport(int register) => Read(connection => TillTable.LastZReport(connection, register));

    /// <summary>A Z report of a register; null where there is none of that number.</summary>
    public ZReport? FindZReport(int register, long number) => Read(connection => TillTable.FindZReport(connection, register, number))
        is { } entry ? WireTills.ReportOf(entry.Header, TillClosed.Parser.ParseFrom(entry.Body)) : null;

    /// <summary>The registers that were ever paired, by their numbers.</summary>
    public IReadOnlyList<RegisterRow> Registers() => Read(RegisterTable.All);

    /// <summary>True where a register of that number has sold, also in a ledger before this one.</summary>
    public bool HasSold(int register) => Read(connection => connection.Scalar("""
        SELECT EXISTS (SELECT 1 FROM receipts WHERE register = $1 UNION ALL SELECT 1 FROM receipt_bases WHERE register = $1)
        """, register) is 1L);

    /// <summary>An entry of the journal; null where there is none of that number.</summary>
    public JournalEntry? Entry(long seq) => Entries(seq - 1, 1, long.MaxValue) is [{ } entry] && entry.Header.Seq == seq ? entry : null;

    /// <summary>What a command was answered, and the digest of what was asked; null where it was not carried out.</summary>
    public (byte[] Digest, byte[] Response)? FindAnswer(int register, Guid commandId) => Read(connection =>
    {
        using var statements = new HotStatements(connection);
        return new AnswerTable(statements).Find(register, commandId);
    }) is { } kept ? (kept.Digest, kept.Response) : null;

    /// <summary>Stock on hand in thousandths of the item's unit; 0 for what never moved.</summary>
    public long OnHand(string sku) => Read(connection =>
        connection.Scalar("SELECT on_hand FROM stock WHERE sku = $1", sku) as long? ?? 0);

    /// <summary>Asks something on a connection that cannot write.</summary>
    internal T Read<T>(Func<SqliteConnection, T> query)
    {
        using var connection = Database.OpenReader(path);
        return Database.Translated("read", path, () => query(connection));
    }
}
