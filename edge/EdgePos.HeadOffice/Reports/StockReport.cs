using System.Data.Common;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Stock as it is now: for each journal what it has moved, or, where its box spoke of later entries than are committed, what
/// the box said; and that added up by store.
/// </summary>
internal static class StockReport
{
    /// <summary>The rows, by store and item.</summary>
    /// <param name="books">The books.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="store">Empty: all.</param>
    /// <param name="sku">Empty: all.</param>
    public static IEnumerable<StockRow> Rows(DbConnection books, string tenant, string store, string sku) => books.Query("""
        SELECT store, sku, CAST(sum(present) AS bigint), CAST(sum(committed) AS bigint), max(as_of) FROM (
            SELECT s.store, c.sku, c.moved AS committed,
                CASE WHEN l.as_of_seq > s.seq THEN l.moved ELSE c.moved END AS present,
                CASE WHEN l.as_of_seq > s.seq THEN l.as_of_seq ELSE 0 END AS as_of
            FROM streams s JOIN stock c ON c.stream = s.stream LEFT JOIN live_stock l ON l.stream = c.stream AND l.sku = c.sku
            WHERE s.tenant = $1 AND ($2 = '' OR s.store = $2) AND ($3 = '' OR c.sku = $3)
            UNION ALL
            SELECT s.store, l.sku, 0, l.moved, l.as_of_seq
            FROM streams s JOIN live_stock l ON l.stream = s.stream
            WHERE s.tenant = $1 AND ($2 = '' OR s.store = $2) AND ($3 = '' OR l.sku = $3) AND l.as_of_seq > s.seq
                AND NOT EXISTS (SELECT 1 FROM stock c WHERE c.stream = l.stream AND c.sku = l.sku)
        ) AS journals
        GROUP BY store, sku ORDER BY store, sku
        """, row => new StockRow
    {
        Store = row.GetString(0),
        Sku = row.GetString(1),
        OnHandThousandths = row.GetInt64(2),
        CommittedThousandths = row.GetInt64(3),
        LiveAsOfSeq = row.GetInt64(4),
    }, tenant, store, sku);
}
