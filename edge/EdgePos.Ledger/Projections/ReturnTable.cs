using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What has come back of each line of a receipt: of this ledger, or of another one by what head office said of it.</summary>
internal sealed class ReturnTable(HotStatements statements)
{
    private readonly HotStatement _add = statements.Statement("""
        INSERT INTO returned_lines VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO UPDATE SET thousandths = thousandths + excluded.thousandths, minor = minor + excluded.minor,
            seq = excluded.seq
        """);

    private readonly HotStatement _addElsewhere = statements.Statement("""
        INSERT INTO returned_elsewhere VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO UPDATE SET thousandths = thousandths + excluded.thousandths, minor = minor + excluded.minor,
            seq = excluded.seq
        """);

    /// <summary>Says whether all that comes back in a sale may; null: it may.</summary>
    /// <param name="nowUs">The time of its entry: what head office held until before is held no longer.</param>
    public Refusal? Check(string store, SaleCompleted sale, long nowUs)
    {
        foreach (var back in sale.Lines.Where(HasReceipt).GroupBy(line => line.ReturnOf.ReceiptNumber))
        {
            // A sale is read once, however many of its lines come back: the writer has others waiting.
            var known = back.All(IsOfAnother) ? null : Find(statements.Connection, store, back.Key)?.ToDictionary(sold => sold.Line);
            var here = back.Any(IsOfAnother) ? FindElsewhere(statements.Connection, back.Key) : [];
            foreach (var lines in back.GroupBy(line => line.ReturnOf.Line))
            {
                var holds = lines.Select(line => line.ReturnOf.Hold).OfType<V1.ReturnHold>().ToList();
                if (holds.Any(hold => hold.UntilUs < nowUs))
                    return new Refusal(RefusalCode.ReturnHoldOver, "line", $"{lines.Key}", back.Key);
                var left = lines.All(IsOfAnother) ? LeftOf(holds[0], here.GetValueOrDefault(lines.Key))
                    : known?.GetValueOrDefault(lines.Key) is { } sold ? new Back(sold.Left, sold.Paid.Minor - sold.Refunded.Minor)
                    : default;
                long elsewhere = holds.Select(hold => hold.ReturnedThousandths).DefaultIfEmpty().Max();
                long refunded = holds.Select(hold => hold.RefundedMinor).DefaultIfEmpty().Max();
                if (-lines.Sum(line => line.QuantityThousandths) > left.Thousandths - elsewhere
                    || -lines.Sum(line => line.Amount.Minor) > left.Minor - refunded)
                    return new Refusal(RefusalCode.ReturnedAlready, "line", $"{lines.Key}", back.Key);
            }
        }

        return null;
    }

    /// <summary>Notes what came back with a sale.</summary>
    public void Apply(long seq, SaleCompleted sale)
    {
        foreach (var line in sale.Lines.Where(HasReceipt))
        {
            var from = line.ReturnOf;
            if (IsOfAnother(line))
                _addElsewhere.Run(from.ReceiptNumber, from.Line, -line.QuantityThousandths, -line.Amount.Minor, seq);
            else if (ReceiptNumber.TryParse(from.ReceiptNumber, out var receipt))
                _add.Run(receipt.Register, receipt.Number, from.Line, -line.QuantityThousandths, -line.Amount.Minor, seq);
        }
    }

    /// <summary>The lines of a receipt that were sold, with what of each has come back; null where there is no such receipt.</summary>
    public static SoldLine[]? Find(SqliteConnection connection, string store, string receipt)
    {
        if (!ReceiptNumber.TryParse(receipt, out var number) || number.Store != store)
            return null;
        var entries = connection.Rows($"""
            SELECT {JournalRows.Columns} FROM receipts JOIN journal USING (seq)
            WHERE receipts.register = $1 AND receipts.number = $2
            """, JournalRows.EntryOf, number.Register, number.Number);
        if (entries is not [{ } entry])
            return null;
        var back = connection.Rows("SELECT line, thousandths, minor FROM returned_lines WHERE register = $1 AND number = $2",
            BackOf, number.Register, number.Number).ToDictionary();
        return SoldLines.Of(SaleCompleted.Parser.ParseFrom(entry.Body), receipt, back);
    }

    /// <summary>What of each line of a receipt that another ledger wrote has come back here.</summary>
    public static Dictionary<int, Back> FindElsewhere(SqliteConnection connection, string receipt) => connection
        .Rows("SELECT line, thousandths, minor FROM returned_elsewhere WHERE receipt = $1", BackOf, receipt).ToDictionary();

    private static KeyValuePair<int, Back> BackOf(SqliteDataReader row) => new(row.GetInt32(0), new(row.GetInt64(1), row.GetInt64(2)));

    private static Back LeftOf(V1.ReturnHold hold, Back here) =>
        new(hold.SoldThousandths - here.Thousandths, hold.PaidMinor - here.Minor);

    private static bool HasReceipt(SaleLine line) => line.ReturnOf is { ReceiptNumber.Length: > 0 };

    // Head office told what was sold: this ledger did not.
    private static bool IsOfAnother(SaleLine line) => line.ReturnOf.Hold is { SoldThousandths: > 0 };
}
