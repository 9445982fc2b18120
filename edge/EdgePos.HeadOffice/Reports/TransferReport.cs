using System.Data.Common;
using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>
/// Goods between stores: which ends belong together, and whether they agree. Asked of the ends anew each time, so that it does not
/// matter in which order, how late or how often they came.
/// </summary>
internal static class TransferReport
{
    // An end that names the sender's booking belongs to the transfer that the sender gave a number of its own.
    private const string Query = """
        WITH ends AS (
            SELECT t.stream, t.seq, t.at_us, t.way, t.number, t.booking, t.reference,
                CASE t.way WHEN 1 THEN s.store ELSE t.other_store END AS from_store,
                CASE t.way WHEN 1 THEN t.other_store ELSE s.store END AS to_store
            FROM transfers t JOIN streams s ON s.stream = t.stream WHERE s.tenant = $1),
        named AS (
            SELECT e.stream, e.seq, e.at_us, e.way, e.booking, e.reference, e.from_store, e.to_store,
                coalesce(CASE e.way WHEN 2 THEN (SELECT min(o.number) FROM transfers o JOIN streams s ON s.stream = o.stream
                    WHERE o.booking = e.number AND o.way = 1 AND s.tenant = $1 AND s.store = e.from_store
                        AND o.other_store = e.to_store) END, e.number) AS number
            FROM ends e WHERE $2 = '' OR e.from_store = $2 OR e.to_store = $2),
        wanted AS (
            SELECT from_store, to_store, number, max(at_us) AS heard_us FROM named
            GROUP BY from_store, to_store, number
            HAVING max(CASE WHEN at_us >= $3 AND at_us < $4 THEN 1 ELSE 0 END) = 1)
        SELECT n.from_store, n.to_store, n.number, n.way, n.at_us, n.booking, n.reference, n.stream, n.seq, i.sku, i.quantity
        FROM wanted w
            JOIN named n ON n.from_store = w.from_store AND n.to_store = w.to_store AND n.number = w.number
            LEFT JOIN transfer_items i ON i.stream = n.stream AND i.seq = n.seq
        ORDER BY w.heard_us DESC, n.from_store, n.to_store, n.number, n.at_us, n.stream, n.seq, i.sku
        """;

    private const string KnownUntil = """
        SELECT s.store, max(e.at_us) FROM streams s JOIN entries e ON e.stream = s.stream AND e.seq = s.seq
        WHERE s.tenant = $1 GROUP BY s.store
        """;

    private sealed record Row(
        string From, string To, string Number, StockTransferWay Way, long AtUs, string Booking, string Reference,
        (long Stream, long Seq) Entry, string Sku, long Quantity);

    /// <summary>The transfers, those that were heard of last first.</summary>
    /// <exception cref="ArgumentException">There is no such state.</exception>
    public static IEnumerable<StoreTransfer> Rows(DbConnection books, string tenant, ListTransfersRequest request)
    {
        if (request.States.Any(state => state == TransferState.Unspecified || !Enum.IsDefined(state)))
            throw new ArgumentException("states must be of the list");
        var known = books.Query(KnownUntil, row => (row.GetString(0), row.GetInt64(1)), tenant).ToDictionary();
        return Transfers(books.Query(Query, RowOf, tenant, request.Store, request.FromUs,
                request.UntilUs == 0 ? long.MaxValue : request.UntilUs))
            .Select(rows => TransferOf(rows, known))
            .Where(transfer => request.States.Count == 0 || request.States.Contains(transfer.State))
            .Take(request.Limit > 0 ? request.Limit : int.MaxValue);
    }

    // The rows of a transfer stand beside each other.
    private static IEnumerable<List<Row>> Transfers(IEnumerable<Row> rows)
    {
        var same = new List<Row>();
        foreach (var row in rows)
        {
            if (same.Count > 0 && (same[0].From, same[0].To, same[0].Number) != (row.From, row.To, row.Number))
            {
                yield return same;
                same = [];
            }

            same.Add(row);
        }

        if (same.Count > 0)
            yield return same;
    }

    private static StoreTransfer TransferOf(List<Row> rows, Dictionary<string, long> known)
    {
        // A box that was restored has written a booking again where its register repeated it: it is one all the same.
        var once = rows.GroupBy(row => (row.Way, row.Booking)).SelectMany(booking =>
            booking.Key.Booking.Length == 0 ? booking : booking.Where(row => row.Entry == booking.First().Entry)).ToList();
        var (sent, came) = (once.Where(row => row.Way == StockTransferWay.Out), once.Where(row => row.Way == StockTransferWay.In));
        var transfer = new StoreTransfer
        {
            FromStore = rows[0].From,
            ToStore = rows[0].To,
            Number = NameOf(sent) ?? NameOf(came) ?? rows[0].Number,
            SentUs = sent.Select(row => row.AtUs).DefaultIfEmpty().Min(),
            CameUs = came.Select(row => row.AtUs).DefaultIfEmpty().Max(),
            SenderKnownUs = known.GetValueOrDefault(rows[0].From),
            ReceiverKnownUs = known.GetValueOrDefault(rows[0].To),
        };
        transfer.Items.AddRange(once.Where(row => row.Sku.Length > 0).GroupBy(row => row.Sku)
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => new TransferItem
            {
                Sku = item.Key,
                SentThousandths = Sum(item, StockTransferWay.Out),
                CameThousandths = Sum(item, StockTransferWay.In),
            }));
        transfer.State = !sent.Any() ? TransferState.NotSent : !came.Any() ? TransferState.InTransit : StateOf(transfer.Items);
        return transfer;
    }

    private static string? NameOf(IEnumerable<Row> rows) =>
        rows.Select(row => row.Reference).FirstOrDefault(reference => reference.Length > 0);

    private static TransferState StateOf(IEnumerable<TransferItem> items) =>
        (items.Any(item => item.CameThousandths < item.SentThousandths), items.Any(item => item.CameThousandths > item.SentThousandths))
        switch
        {
            (true, true) => TransferState.Mixed,
            (true, false) => TransferState.Short,
            (false, true) => TransferState.Over,
            (false, false) => TransferState.Arrived,
        };

    // One box that says nonsense does not take the report from all others.
    private static long Sum(IEnumerable<Row> rows, StockTransferWay way) => (long)Int128.Clamp(
        rows.Where(row => row.Way == way).Aggregate(Int128.Zero, (sum, row) => sum + row.Quantity), long.MinValue, long.MaxValue);

    private static Row RowOf(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), (StockTransferWay)row.GetInt32(3), row.GetInt64(4), row.GetString(5),
        row.GetString(6), (row.GetInt64(7), row.GetInt64(8)), row.IsDBNull(9) ? "" : row.GetString(9),
        row.IsDBNull(10) ? 0 : row.GetInt64(10));
}
