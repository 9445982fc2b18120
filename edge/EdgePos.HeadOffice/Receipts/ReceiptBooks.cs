using System.Data.Common;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>
/// Receipts as boxes ask about them. What came back is in the journals; what is about to is held here, so that two stores do not
/// take back one piece. A hold ends with the entry that names it, when it is released, or when the journal of its box has passed
/// the time until which it was wanted: later than that the box takes nothing back by it. Its statements run the same on both
/// databases.
/// </summary>
internal sealed class ReceiptBooks(IBookStore books, TimeProvider time)
{
    /// <summary>The most that a box may hold at once.</summary>
    public const int HoldsMax = 1000;

    // A box that says nothing for longer than a month offline has lost what it held.
    private static readonly long ForgetAfterUs = (long)TimeSpan.FromDays(35).TotalMicroseconds;

    // No entry names it, and the journal of its box has not passed its time.
    private const string Lasts = """
        NOT EXISTS (SELECT 1 FROM returned r WHERE r.receipt = h.receipt AND r.hold = h.hold)
            AND NOT EXISTS (SELECT 1 FROM streams s JOIN entries e ON e.stream = s.stream AND e.seq = s.seq
                WHERE s.tenant = h.tenant AND s.store = h.store AND s.box = h.box AND e.at_us > h.until_us)
        """;

    // One statement: what moves from the holds to the journals meanwhile is seen once.
    private static readonly string Elsewhere = $"""
        SELECT line, CAST(sum(quantity) AS bigint), CAST(sum(minor) AS bigint) FROM (
            SELECT r.line, r.quantity, r.minor FROM returned r JOIN streams s ON s.stream = r.stream
            WHERE r.receipt = $2 AND r.line > 0 AND r.quantity > 0 AND r.minor >= 0
                AND s.tenant = $1 AND NOT (s.store = $3 AND s.box = $4 AND s.epoch = $5)
            UNION ALL
            SELECT h.line, h.quantity, h.minor FROM return_holds h
            WHERE h.tenant = $1 AND h.receipt = $2 AND NOT (h.store = $3 AND h.box = $4) AND h.made_us > $6 AND {Lasts}
        ) AS both_kinds GROUP BY line ORDER BY line
        """;

    private const string Claimed = """
        SELECT r.sku, CAST(sum(r.quantity) AS bigint), CAST(sum(r.minor) AS bigint) FROM returned r JOIN streams s ON s.stream = r.stream
        WHERE r.receipt = $2 AND r.line = 0 AND r.quantity > 0 AND r.minor >= 0 AND s.tenant = $1 GROUP BY r.sku ORDER BY r.sku
        """;

    private sealed record Sold(long AtUs, ByteString Body);

    /// <summary>What a box is answered; null: nothing.</summary>
    /// <exception cref="DbException">The books failed; nothing was held.</exception>
    public ReceiptAnswer? Answer(BoxName box, ReceiptAsk ask)
    {
        if (!ReceiptNumber.TryParse(ask.ReceiptNumber, out var number) || ask.Epoch.Length != EntryHash.EpochSize)
            return new ReceiptAnswer { Finding = ReceiptFinding.Refused, ReceiptNumber = StoredText.Shown(ask.ReceiptNumber) };
        using var connection = ask.WantedCase == ReceiptAsk.WantedOneofCase.None ? books.OpenToRead() : books.OpenToWrite();
        switch (ask.WantedCase)
        {
            case ReceiptAsk.WantedOneofCase.Release:
                connection.Run("DELETE FROM return_holds WHERE tenant = $1 AND hold = $2 AND store = $3 AND box = $4 AND receipt = $5",
                    box.Tenant, StoredText.Shown(ask.Release.HoldId), box.Store, box.Box, ask.ReceiptNumber);
                return null;
            case ReceiptAsk.WantedOneofCase.Hold:
                using (var transaction = connection.BeginTransaction())
                {
                    var answer = Hold(connection, box, ask, number);
                    transaction.Commit();
                    return answer;
                }

            case ReceiptAsk.WantedOneofCase.None:
            default:
                return AnswerOf(connection, box, ask, Find(connection, box.Tenant, ask.ReceiptNumber, number.Store));
        }
    }

    private ReceiptAnswer Hold(DbConnection connection, BoxName box, ReceiptAsk ask, ReceiptNumber number)
    {
        // From here to the end nobody else holds anything of this receipt.
        connection.Run("""
            INSERT INTO receipts_held VALUES ($1, $2, $3) ON CONFLICT (tenant, receipt) DO UPDATE SET asked_us = excluded.asked_us
            """, box.Tenant, ask.ReceiptNumber, time.NowUs());
        var answer = AnswerOf(connection, box, ask, Find(connection, box.Tenant, ask.ReceiptNumber, number.Store));
        var hold = ask.Hold;
        if (answer.Finding != ReceiptFinding.Found)
            return answer;
        if (!Guid.TryParseExact(hold.HoldId, "D", out _) || hold.QuantityThousandths < 0 || hold.OwnThousandths < 0 || hold.Line < 1)
            return With(answer, ReceiptFinding.Refused);
        if (Held(connection, box, ask) is { } held)
            return held > 0 ? With(answer, ReceiptFinding.Found, held) : With(answer, ReceiptFinding.Refused);
        if (SaleCompleted.Parser.ParseFrom(answer.Sale).Lines.FirstOrDefault(line => line.Line == hold.Line) is not { } sold
            || sold.QuantityThousandths <= 0)
            return With(answer, ReceiptFinding.NotFound);

        var gone = answer.Returned.FirstOrDefault(row => row.Line == hold.Line) ?? new ReturnedElsewhere();
        Int128 left = (Int128)sold.QuantityThousandths - gone.Thousandths - hold.OwnThousandths;
        long wanted = hold.QuantityThousandths > 0 ? hold.QuantityThousandths : (long)Int128.Clamp(left, 0, long.MaxValue);
        if (wanted == 0 || wanted > left)
            return With(answer, ReceiptFinding.NotLeft);
        connection.Run($"""
            DELETE FROM return_holds AS h WHERE tenant = $1 AND store = $2 AND box = $3 AND (made_us <= $4 OR NOT ({Lasts}))
            """, box.Tenant, box.Store, box.Box, time.NowUs() - ForgetAfterUs);
        if (connection.Query("SELECT count(*) FROM return_holds WHERE tenant = $1 AND store = $2 AND box = $3", row => row.GetInt64(0),
                box.Tenant, box.Store, box.Box).Single() >= HoldsMax)
            return With(answer, ReceiptFinding.Refused);
        return connection.Run("""
            INSERT INTO return_holds VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, hold) DO NOTHING
            """, box.Tenant, hold.HoldId, ask.ReceiptNumber, hold.Line, box.Store, box.Box, wanted,
            RefundOf(sold, gone, hold.OwnThousandths, wanted), hold.UntilUs, time.NowUs()) == 1
            ? With(answer, ReceiptFinding.Found, wanted)
            : With(answer, ReceiptFinding.Refused);
    }

    // Null: there is no such hold; 0: it is of somebody or something else.
    private static long? Held(DbConnection connection, BoxName box, ReceiptAsk ask) => connection.Query(
        "SELECT store, box, receipt, line, quantity FROM return_holds WHERE tenant = $1 AND hold = $2",
        row => (long?)((row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3))
            == (box.Store, box.Box, ask.ReceiptNumber, ask.Hold.Line) ? row.GetInt64(4) : 0),
        box.Tenant, ask.Hold.HoldId).FirstOrDefault();

    // As the box will reckon it, so that who comes next goes on from there.
    private static long RefundOf(SaleLine sold, ReturnedElsewhere gone, long own, long wanted)
    {
        long paid = sold.Amount?.Minor ?? 0, before = gone.Thousandths + own;
        return Rounding.MulDiv(paid, before + wanted, sold.QuantityThousandths) - Rounding.MulDiv(paid, before, sold.QuantityThousandths);
    }

    private ReceiptAnswer AnswerOf(DbConnection connection, BoxName box, ReceiptAsk ask, Sold? sold)
    {
        var answer = new ReceiptAnswer { ReceiptNumber = ask.ReceiptNumber, Finding = ReceiptFinding.NotFound };
        if (sold is null)
            return answer;
        (answer.Finding, answer.SoldUs, answer.Sale) = (ReceiptFinding.Found, sold.AtUs, sold.Body);
        answer.Returned.AddRange(connection.Query(Elsewhere, row => new ReturnedElsewhere
        {
            Line = row.GetInt32(0),
            Thousandths = row.GetInt64(1),
            Minor = row.GetInt64(2),
        }, box.Tenant, ask.ReceiptNumber, box.Store, box.Box, ask.Epoch.ToByteArray(), time.NowUs() - ForgetAfterUs));
        AddClaimed(answer, [.. connection.Query(Claimed, row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
            box.Tenant, ask.ReceiptNumber)]);
        return answer;
    }

    // Goods that were taken while nobody could be asked: of which line nobody knows, so of the first that have some of them left.
    private static void AddClaimed(ReceiptAnswer answer, (string Sku, long Quantity, long Minor)[] claimed)
    {
        if (claimed.Length == 0)
            return;
        var sale = SaleCompleted.Parser.ParseFrom(answer.Sale);
        foreach (var (sku, quantity, minor) in claimed)
        {
            var (more, refund) = (quantity, minor);
            foreach (var line in sale.Lines.Where(line => line.Sku == sku && line.ReturnOf is null && line.QuantityThousandths > 0))
            {
                var back = answer.Returned.FirstOrDefault(row => row.Line == line.Line) ?? new ReturnedElsewhere { Line = line.Line };
                long part = Math.Min(more, line.QuantityThousandths - back.Thousandths);
                if (part <= 0)
                    continue;
                long given = Math.Clamp(Rounding.MulDiv(refund, part, more), 0, Math.Max(0, (line.Amount?.Minor ?? 0) - back.Minor));
                if (!answer.Returned.Contains(back))
                    answer.Returned.Add(back);
                (back.Thousandths, back.Minor) = (back.Thousandths + part, back.Minor + given);
                (more, refund) = (more - part, refund - given);
            }
        }
    }

    // A receipt is written by its own store, and by nobody else: what another one's journal says of it does not count.
    private static Sold? Find(DbConnection connection, string tenant, string receipt, string store) => connection.Query("""
        SELECT e.body, e.at_us FROM sales x JOIN streams s ON s.stream = x.stream
            JOIN entries e ON e.stream = x.stream AND e.seq = x.seq
        WHERE x.receipt_number = $2 AND s.tenant = $1 AND s.store = $3 ORDER BY x.stream, x.seq LIMIT 1
        """, row => new Sold(row.GetInt64(1), UnsafeByteOperations.UnsafeWrap(row.Bytes(0))), tenant, receipt, store).FirstOrDefault();

    private static ReceiptAnswer With(ReceiptAnswer answer, ReceiptFinding finding, long held = 0)
    {
        (answer.Finding, answer.HeldThousandths) = (finding, held);
        return answer;
    }
}
