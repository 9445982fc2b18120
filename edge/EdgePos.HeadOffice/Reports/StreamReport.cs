using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;

namespace EdgePos.HeadOffice;

/// <summary>The streams, one a box and epoch, and their sales as they were committed.</summary>
internal static class StreamReport
{
    /// <summary>All streams.</summary>
    public static IEnumerable<StreamRow> Streams(DbConnection books)
    {
        var totals = books.Query("SELECT stream, minor, currency FROM totals ORDER BY stream, currency",
            row => (Stream: row.GetInt64(0), Total: new Money { Minor = row.GetInt64(1), Currency = row.GetString(2) }))
            .ToLookup(row => row.Stream, row => row.Total);
        return books.Query("""
            SELECT s.stream, s.tenant, s.store, s.box, s.epoch, s.seq, s.hash, s.sales, s.quarantined,
                (SELECT count(*) FROM entries WHERE stream = s.stream),
                CAST(CASE WHEN b.epoch = s.epoch THEN b.online ELSE 0 END AS bigint),
                CASE WHEN b.epoch = s.epoch THEN b.head_seq ELSE 0 END
            FROM streams s LEFT JOIN boxes b USING (tenant, store, box) ORDER BY s.tenant, s.store, s.box, s.stream
            """, row => StreamOf(row, totals));
    }

    /// <summary>Sales in the order they were committed within each stream.</summary>
    public static IEnumerable<CommittedSale> Sales(DbConnection books, ListSalesRequest request) => books.Query("""
        SELECT store, box, epoch, sales.seq, at_us, receipt_number, command_id, total_minor, currency
        FROM sales JOIN streams USING (stream)
        WHERE ($1 = '' OR store = $1) AND sales.seq > $2 ORDER BY stream, sales.seq LIMIT $3
        """, SaleOf, request.Store, request.AfterSeq, request.Limit > 0 ? request.Limit : long.MaxValue);

    private static CommittedSale SaleOf(DbDataReader row) => new()
    {
        Store = row.GetString(0),
        Box = row.GetString(1),
        Epoch = Convert.ToHexStringLower(row.Bytes(2)),
        Seq = row.GetInt64(3),
        AtUs = row.GetInt64(4),
        ReceiptNumber = row.GetString(5),
        CommandId = row.GetString(6),
        Total = new Money { Minor = row.GetInt64(7), Currency = row.GetString(8) },
    };

    private static StreamRow StreamOf(DbDataReader row, ILookup<long, Money> totals)
    {
        var stream = new StreamRow
        {
            Tenant = row.GetString(1),
            Store = row.GetString(2),
            Box = row.GetString(3),
            Epoch = Convert.ToHexStringLower(row.Bytes(4)),
            Seq = row.GetInt64(5),
            Hash = Convert.ToHexStringLower(row.Bytes(6)),
            Sales = row.GetInt64(7),
            Quarantined = row.GetInt64(8),
            Entries = row.GetInt64(9),
            Online = row.GetInt64(10) != 0,
            HeadSeq = row.GetInt64(11),
        };
        stream.Totals.AddRange(totals[row.GetInt64(0)]);
        return stream;
    }
}
