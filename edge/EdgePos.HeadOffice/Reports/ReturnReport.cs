using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Receipts of which something came back elsewhere: in another store, by another box, or without asking. What came back by the very
/// journal that sold it, its own ledger has judged.
/// </summary>
internal static class ReturnReport
{
    private const string Query = """
        WITH wanted AS (
            SELECT r.receipt, max(r.at_us) AS last_us FROM returned r JOIN streams s ON s.stream = r.stream
            WHERE s.tenant = $1 GROUP BY r.receipt
            HAVING (count(DISTINCT r.stream) > 1 OR min(r.line) = 0
                    OR max(CASE WHEN substr(r.receipt, 1, length(s.store) + 1) = s.store || '-' THEN 0 ELSE 1 END) = 1)
                AND max(CASE WHEN r.at_us >= $3 AND r.at_us < $4 THEN 1 ELSE 0 END) = 1
                AND ($2 = '' OR max(CASE WHEN s.store = $2 OR substr(r.receipt, 1, length($2) + 1) = $2 || '-' THEN 1 ELSE 0 END) = 1))
        SELECT r.receipt, s.store, coalesce(x.receipt_number, ''), r.at_us, r.sku, r.quantity, r.minor, r.currency, r.line,
            (SELECT e.body FROM sales o JOIN streams b ON b.stream = o.stream JOIN entries e ON e.stream = o.stream AND e.seq = o.seq
                WHERE o.receipt_number = r.receipt AND b.tenant = $1 AND substr(r.receipt, 1, length(b.store) + 1) = b.store || '-'
                ORDER BY o.stream, o.seq LIMIT 1)
        FROM wanted w JOIN returned r ON r.receipt = w.receipt JOIN streams s ON s.stream = r.stream AND s.tenant = $1
            LEFT JOIN sales x ON x.stream = r.stream AND x.seq = r.seq
        ORDER BY w.last_us DESC, r.receipt, r.at_us, r.stream, r.seq, r.nth
        """;

    private sealed record Row(string Receipt, ReturnedAt At, byte[] Sale);

    /// <summary>The receipts, those of which something came back last first.</summary>
    public static IEnumerable<ReturnedReceipt> Rows(DbConnection books, string tenant, ListReturnsRequest request) =>
        Receipts(books.Query(Query, RowOf, tenant, request.Store, request.FromUs, request.UntilUs == 0 ? long.MaxValue : request.UntilUs))
            .Select(ReceiptOf)
            .Where(receipt => !request.OnlyWrong || receipt.State != ReturnedState.Good)
            .Take(request.Limit > 0 ? request.Limit : int.MaxValue);

    // The rows of a receipt stand beside each other.
    private static IEnumerable<List<Row>> Receipts(IEnumerable<Row> rows)
    {
        var same = new List<Row>();
        foreach (var row in rows)
        {
            if (same.Count > 0 && same[0].Receipt != row.Receipt)
            {
                yield return same;
                same = [];
            }

            same.Add(row);
        }

        if (same.Count > 0)
            yield return same;
    }

    private static ReturnedReceipt ReceiptOf(List<Row> rows)
    {
        var sold = rows[0].Sale.Length == 0 ? null : SaleCompleted.Parser.ParseFrom(rows[0].Sale).Lines
            .Where(line => line.ReturnOf is null).ToLookup(line => line.Sku, line => line.QuantityThousandths);
        var receipt = new ReturnedReceipt { ReceiptNumber = rows[0].Receipt, Places = { rows.Select(row => row.At) } };
        receipt.Items.AddRange(rows.GroupBy(row => row.At.Sku).OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => new ReturnedItem
            {
                Sku = item.Key,
                SoldThousandths = Sum(sold?[item.Key] ?? []),
                ReturnedThousandths = Sum(item.Select(row => row.At.Thousandths)),
            }));
        receipt.State = rows[0].Sale.Length == 0 ? ReturnedState.UnknownReceipt
            : receipt.Items.Any(item => item.ReturnedThousandths > item.SoldThousandths) ? ReturnedState.TooMuch
            : ReturnedState.Good;
        return receipt;
    }

    // One box that says nonsense does not take the report from all others.
    private static long Sum(IEnumerable<long> thousandths) =>
        (long)Int128.Clamp(thousandths.Aggregate(Int128.Zero, (sum, one) => sum + one), long.MinValue, long.MaxValue);

    private static Row RowOf(DbDataReader row) => new(row.GetString(0), new ReturnedAt
    {
        Store = row.GetString(1),
        ReceiptNumber = row.GetString(2),
        AtUs = row.GetInt64(3),
        Sku = row.GetString(4),
        Thousandths = row.GetInt64(5),
        Refund = new Money { Minor = row.GetInt64(6), Currency = row.GetString(7) },
        Claimed = row.GetInt32(8) == 0,
    }, row.IsDBNull(9) ? [] : row.Bytes(9));
}
