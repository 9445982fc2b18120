using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>
/// Who sales are made out to. Which sales have a row follows from the journal; what is in it does not, and can be erased.
/// </summary>
internal sealed class CustomerTable(HotStatements statements)
{
    private readonly HotStatement _insert = statements.Statement("INSERT INTO customers VALUES ($1, $2, $3, $4)");
    private readonly HotStatement _delete = statements.Statement("DELETE FROM customers WHERE seq = $1");
    private readonly HotStatement _has = statements.Statement("SELECT 1 FROM customers WHERE seq = $1");
    private readonly HotStatement _oldest = statements.Statement(
        "SELECT seq, at_us, body FROM customers JOIN journal USING (seq) ORDER BY seq LIMIT $1");
    private readonly HotStatement _sale = statements.Statement("""
        SELECT seq, EXISTS (SELECT 1 FROM customers WHERE customers.seq = receipts.seq)
        FROM receipts WHERE register = $1 AND number = $2
        """);

    /// <summary>Keeps who a sale is made out to.</summary>
    /// <param name="details">Salt and details; null where the journal is all there is, and it holds neither.</param>
    public void Keep(long seq, byte[] digest, SaleCustomer? details) =>
        _insert.Run(seq, digest, details?.Salt ?? [], details?.Details ?? []);

    /// <summary>
    /// Erases: what the rows held is overwritten in the file, not only let go of. FAST, which is always on, clears what moves
    /// about within pages that are written anyway; ON also clears pages that become free: https://sqlite.org/pragma.html
    /// </summary>
    public void Erase(IEnumerable<long> seqs)
    {
        statements.Connection.Execute("PRAGMA secure_delete = ON");
        try
        {
            foreach (long seq in seqs)
                _delete.Run(seq);
        }
        finally
        {
            statements.Connection.Execute("PRAGMA secure_delete = FAST");
        }
    }

    /// <summary>The sale of a receipt, and whether it holds a customer's details; null where there is no such receipt.</summary>
    public (long Seq, bool HasCustomer)? SaleOf(ReceiptNumber receipt) =>
        _sale.First(row => ((long, bool)?)(row.Number(0), row.Number(1) == 1), receipt.Register, receipt.Number);

    /// <summary>True where a sale holds a customer's details.</summary>
    public bool Has(long seq) => _has.First(_ => true, seq);

    /// <summary>The oldest sales that hold details, of those from before a moment. Time never goes back in a journal.</summary>
    /// <param name="most">No more than so many.</param>
    public IReadOnlyList<ErasedSale> Before(long us, int most) => [.. _oldest
        .Rows(row => row.Number(1) < us ? ErasedOf(row.Number(0), SaleCompleted.Parser.ParseFrom(row.Bytes(2))) : null, most)
        .TakeWhile(sale => sale is not null).Select(sale => sale!)];

    /// <summary>The sales on a customer's number that hold details, the oldest first.</summary>
    public static IEnumerable<ErasedSale> Of(SqliteConnection connection, string customer) => connection
        .Stream("SELECT seq, body FROM customers JOIN journal USING (seq) ORDER BY seq",
            row => (Seq: row.GetInt64(0), Sale: SaleCompleted.Parser.ParseFrom(row.Bytes(1))))
        .Where(one => one.Sale.ForCustomer?.Reference == customer)
        .Select(one => ErasedOf(one.Seq, one.Sale));

    private static ErasedSale ErasedOf(long seq, SaleCompleted sale) => new() { SaleSeq = seq, ReceiptNumber = sale.ReceiptNumber };

    /// <summary>Who a sale is made out to; null where nobody is, or they were erased.</summary>
    public static CustomerDetails? Find(SqliteConnection connection, long seq) =>
        connection.Scalar("SELECT details FROM customers WHERE seq = $1", seq) is byte[] details
            ? CustomerDetails.Parser.ParseFrom(details)
            : null;

    /// <summary>All that is kept, the newest first.</summary>
    public static IEnumerable<CustomerOnReceipt> All(SqliteConnection connection) =>
        connection.Stream("""
            SELECT store, register, number, at_us, details
            FROM customers JOIN receipts USING (seq) JOIN (SELECT seq, at_us FROM journal) USING (seq), identity
            ORDER BY seq DESC
            """, row => new CustomerOnReceipt
        {
            ReceiptNumber = new ReceiptNumber(row.GetString(0), row.GetInt32(1), row.GetInt64(2)).ToString(),
            AtUs = row.GetInt64(3),
            Customer = CustomerDetails.Parser.ParseFrom(row.Bytes(4)),
        });
}
