using EdgePos.Sqlite;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>Whether the projections are what the journal makes of them.</summary>
internal static class ProjectionCheck
{
    // A table that was lost differs in every row; the first ones tell it.
    private const int MostOfATable = LedgerCheck.FindingsMost;

    // The entry that a row is about: the last that moved it, or the one that began the ledger.
    private static string EntryOf(string table) => table switch
    {
        "stock" => "as_of",
        "receipt_bases" or "z_report_bases" => "1",
        "till_sessions" => "max(opened_seq, closed_seq)",
        "stock_counts" => "max(begun_seq, counted_seq)",
        "payments" => "max(seq, ended_seq, reversed_seq, sale_seq, good_seq)",
        "registers" => "max(seq, revoked_seq)",
        _ => "seq",
    };

    /// <summary>Compares each with the one that was rebuilt from the journal.</summary>
    public static void Compare(SqliteConnection books, SqliteConnection rebuilt, CheckNotes notes)
    {
        foreach (var (table, key, columns) in EveryProjection.Tables)
        {
            var differences = new TableComparison(table, key, columns, EntryOf(table)).Differences(books, rebuilt);
            foreach (var (found, should) in differences.Take(MostOfATable))
            {
                notes.Found(Math.Max(found?.Seq ?? 0, should?.Seq ?? 0), (found, should) switch
                {
                    (null, _) => $"{table} lacks ({should!.Text})",
                    (_, null) => $"{table} has ({found.Text}), which no entry says",
                    _ => $"{table} has ({found.Text}), and the journal says ({should.Text})",
                });
            }
        }
    }

    /// <summary>Who sales are made out to is not in the journal; its digest is.</summary>
    public static void CheckCustomers(SqliteConnection books, CheckNotes notes)
    {
        foreach (var (seq, digest, customer) in books.Stream("SELECT seq, digest, salt, details FROM customers ORDER BY seq",
            row => (row.GetInt64(0), row.Bytes(1), new SaleCustomer(row.Bytes(2), row.Bytes(3)))))
        {
            if (!customer.Digest.AsSpan().SequenceEqual(digest))
                notes.Found(seq, "has a customer whose details are not what was written");
        }
    }

    /// <summary>Rebuilt receipts are as the entries say; that the numbers have no gap is a rule over all of them.</summary>
    public static void CheckNumbers(SqliteConnection rebuilt, CheckNotes notes)
    {
        foreach (var (register, first) in rebuilt.Stream("""
            SELECT r.register, min(r.seq) FROM receipts r WHERE r.number > 1 + coalesce(
                (SELECT max(p.number) FROM receipts p WHERE p.register = r.register AND p.number < r.number),
                (SELECT last FROM receipt_bases b WHERE b.register IN (r.register, 0) ORDER BY b.register DESC LIMIT 1), 0)
            GROUP BY r.register
            """, row => (row.GetInt32(0), row.GetInt64(1))))
        {
            notes.Found(first, $"leaves out a receipt number of register {register}");
        }
    }
}
