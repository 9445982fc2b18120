using System.Data.Common;
using EdgePos.Store;

namespace EdgePos.HeadOffice;

/// <summary>A stream as the books say it is.</summary>
internal sealed record KeptStream(long Stream, string Name, byte[] Epoch, long Seq, byte[] Hash, long Sales, long Quarantined);

/// <summary>
/// Proves a stream: walks its chain from the entries alone, works out again what follows from them, and compares that with
/// what the books say.
/// </summary>
internal static class StreamProof
{
    private const int Page = 1000;

    /// <summary>All streams.</summary>
    public static IReadOnlyList<KeptStream> Streams(DbConnection books) => [.. books.Query("""
        SELECT stream, tenant, store, box, epoch, seq, hash, sales, quarantined FROM streams ORDER BY tenant, store, box, stream
        """, row => new KeptStream(row.GetInt64(0), $"{row.GetString(1)}/{row.GetString(2)}/{row.GetString(3)} epoch "
        + Convert.ToHexStringLower(row.Bytes(4)), row.Bytes(4), row.GetInt64(5), row.Bytes(6), row.GetInt64(7), row.GetInt64(8)))];

    /// <summary>The first thing that is wrong; null: it is sound.</summary>
    public static string? FirstFinding(DbConnection books, KeptStream stream)
    {
        var sums = new StreamSums();
        var found = new Facts();
        byte[] hash = EntryHash.Genesis(stream.Epoch);
        long seq = 0;
        while (true)
        {
            var page = books.EntriesAfter(stream.Stream, seq, Page).ToList();
            if (page.Count == 0)
                break;
            foreach (var (entry, kept) in page)
            {
                if (entry.Seq != ++seq)
                    return $"entry {seq} is missing or is there twice";
                hash = EntryHash.Of(hash, BatchReading.HeaderOf(entry), entry.Body.Span);
                if (!hash.AsSpan().SequenceEqual(kept))
                    return $"entry {seq} does not have its hash";
            }

            found.Add(Posting.Of([.. page.Select(Booking.Of)], sums), sums);
        }

        if (seq != stream.Seq || !hash.AsSpan().SequenceEqual(stream.Hash))
            return $"the watermark says {stream.Seq}, the entries end with {seq}" + (seq == stream.Seq ? " and another hash" : "");
        return found.FirstDifference(books, stream, sums);
    }

    private static string? FirstDifference(this Facts found, DbConnection books, KeptStream stream, StreamSums sums)
    {
        if ((stream.Sales, stream.Quarantined) != (found.Sales, found.Quarantined))
        {
            return $"the stream's row says {stream.Sales} sales and {stream.Quarantined} in quarantine, "
                + $"the entries {found.Sales} and {found.Quarantined}";
        }

        return Compare("sales: number, quantity, total and tax", $"{found.Sales} {found.Quantity} {found.Total} {found.Tax}", """
            SELECT CAST(count(*) AS text), CAST(coalesce(sum(quantity), 0) AS text), CAST(coalesce(sum(total_minor), 0) AS text),
                CAST(coalesce(sum(tax_minor), 0) AS text)
            FROM sales WHERE stream = $1
            """)
            ?? Compare("lines: number, quantity, net and tax", $"{found.Lines} {found.LineQuantity} {found.Net} {found.LineTax}", """
            SELECT CAST(count(*) AS text), CAST(coalesce(sum(quantity), 0) AS text), CAST(coalesce(sum(net_minor), 0) AS text),
                CAST(coalesce(sum(tax_minor), 0) AS text)
            FROM sale_lines WHERE stream = $1
            """)
            ?? Compare("returns: lines, quantity and refund", $"{found.Returned} {found.ReturnedQuantity} {found.Refund}", """
            SELECT CAST(count(*) AS text), CAST(coalesce(sum(quantity), 0) AS text), CAST(coalesce(sum(minor), 0) AS text)
            FROM returned WHERE stream = $1
            """)
            ?? Compare("transfers: ends, items and quantity", $"{found.Transfers} {found.Items} {found.ItemQuantity}", """
            SELECT CAST(count(DISTINCT t.seq) AS text), CAST(count(i.sku) AS text), CAST(coalesce(sum(i.quantity), 0) AS text)
            FROM transfers t LEFT JOIN transfer_items i ON i.stream = t.stream AND i.seq = t.seq WHERE t.stream = $1
            """)
            ?? Compare("orders: prepared, handed over, given up and short lines", found.OrderSteps, """
            SELECT CAST(coalesce(sum(CASE step WHEN 2 THEN 1 ELSE 0 END), 0) AS text),
                CAST(coalesce(sum(CASE step WHEN 3 THEN 1 ELSE 0 END), 0) AS text),
                CAST(coalesce(sum(CASE step WHEN 4 THEN 1 ELSE 0 END), 0) AS text), CAST(coalesce(sum(short_lines), 0) AS text)
            FROM order_steps WHERE stream = $1
            """)
            ?? Compare("entries in quarantine", $"{found.Quarantined}",
                "SELECT CAST(count(*) AS text) FROM quarantine WHERE stream = $1")
            ?? CompareEach("the total in", sums.Totals, "SELECT currency, minor FROM totals WHERE stream = $1")
            ?? CompareEach("what moved of", sums.Moved, "SELECT sku, moved FROM stock WHERE stream = $1")
            ?? CompareEach("the points of", sums.Points, "SELECT customer, points FROM customer_points WHERE stream = $1");

        string? Compare(string what, string entries, string sql)
        {
            string kept = books.Query(sql, row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetString)),
                stream.Stream).Single();
            return kept == entries ? null : $"{what}: the table says {kept}, the entries {entries}";
        }

        string? CompareEach(string what, Dictionary<string, long> entries, string sql)
        {
            var kept = books.Query(sql, row => (Key: row.GetString(0), Sum: row.GetInt64(1)), stream.Stream)
                .ToDictionary(row => row.Key, row => row.Sum);
            string? key = entries.Keys.Union(kept.Keys).Order(StringComparer.Ordinal)
                .FirstOrDefault(key => entries.GetValueOrDefault(key) != kept.GetValueOrDefault(key));
            return key is null ? null
                : $"{what} {key}: the table says {kept.GetValueOrDefault(key)}, the entries {entries.GetValueOrDefault(key)}";
        }
    }

    private sealed class Facts
    {
        public long Sales { get; private set; }

        public long Quarantined { get; private set; }

        public long Lines { get; private set; }

        public Int128 Quantity { get; private set; }

        public Int128 Total { get; private set; }

        public Int128 Tax { get; private set; }

        public Int128 LineQuantity { get; private set; }

        public Int128 Net { get; private set; }

        public Int128 LineTax { get; private set; }

        public long Returned { get; private set; }

        public Int128 ReturnedQuantity { get; private set; }

        public Int128 Refund { get; private set; }

        public long Transfers { get; private set; }

        public long Items { get; private set; }

        public Int128 ItemQuantity { get; private set; }

        /// <summary>Orders prepared, handed over, given up, and short lines.</summary>
        public string OrderSteps => string.Join(' ', _orderSteps);

        private readonly long[] _orderSteps = new long[4];

        public void Add(Posting posting, StreamSums sums)
        {
            foreach (var (currency, minor) in posting.After.Totals)
                sums.Totals[currency] = minor;
            foreach (var (sku, moved) in posting.After.Moved)
                sums.Moved[sku] = moved;
            foreach (var (customer, points) in posting.After.Points)
                sums.Points[customer] = points;
            (Sales, Quarantined) = (Sales + posting.Sales.Count, Quarantined + posting.Quarantined.Count);
            Transfers += posting.Transfers.Count;
            foreach (var order in posting.Orders)
            {
                _orderSteps[(int)order.Step - (int)OrderStep.Prepared]++;
                _orderSteps[^1] += order.ShortLines;
            }

            foreach (long quantity in posting.Transfers.SelectMany(transfer => transfer.Items.Values))
                (Items, ItemQuantity) = (Items + 1, ItemQuantity + quantity);
            foreach (var sale in posting.Sales)
            {
                (Quantity, Total, Tax) = (Quantity + sale.Quantity, Total + sale.TotalMinor, Tax + sale.TaxMinor);
                Lines += sale.Lines.Count;
                foreach (var line in sale.Lines)
                    (LineQuantity, Net, LineTax) = (LineQuantity + line.Quantity, Net + line.NetMinor, LineTax + line.TaxMinor);
                foreach (var row in sale.Returned)
                    (Returned, ReturnedQuantity, Refund) = (Returned + 1, ReturnedQuantity + row.Quantity, Refund + row.Minor);
            }
        }
    }
}
