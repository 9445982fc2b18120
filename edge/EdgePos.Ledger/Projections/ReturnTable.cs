using EdgePos.HeadOffice.V1;
using EdgePos.Sqlite;
using EdgePos.Store;
using Microsoft.Data.Sqlite;

namespace EdgePos.Ledger;

/// <summary>What has come back of each line of a receipt.</summary>
internal sealed class ReturnTable(HotStatements statements)
{
    private readonly HotStatement _add = statements.Statement("""
        INSERT INTO returned_lines VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO UPDATE SET thousandths = thousandths + excluded.thousandths, minor = minor + excluded.minor,
            seq = excluded.seq
        """);

    /// <summary>Says whether all that comes back in a sale may; null: it may. Receipts of other stores are not known here.</summary>
    public Refusal? Check(string store, SaleCompleted sale)
    {
        foreach (var back in sale.Lines.Where(HasReceipt).GroupBy(line => line.ReturnOf.ReceiptNumber))
        {
            // A sale is read once, however many of its lines come back: the writer has others waiting.
            var known = Find(statements.Connection, store, back.Key)?.ToDictionary(sold => sold.Line);
            foreach (var lines in back.GroupBy(line => line.ReturnOf.Line))
            {
                if (known?.GetValueOrDefault(lines.Key) is not { } sold
                    || -lines.Sum(line => line.QuantityThousandths) > sold.Left
                    || -lines.Sum(line => line.Amount.Minor) > sold.Paid.Minor - sold.Refunded.Minor)
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
            if (ReceiptNumber.TryParse(line.ReturnOf.ReceiptNumber, out var receipt))
                _add.Run(receipt.Register, receipt.Number, line.ReturnOf.Line, -line.QuantityThousandths, -line.Amount.Minor, seq);
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
            row => (Line: row.GetInt32(0), Thousandths: row.GetInt64(1), Minor: row.GetInt64(2)), number.Register, number.Number)
            .ToDictionary(row => row.Line);
        var sale = SaleCompleted.Parser.ParseFrom(entry.Body);
        var lines = sale.Lines.Select(line => WireSales.LineOf(line).OfWire()).ToList();
        var taxes = TaxRules.OfLines(lines, new TaxMode(sale.PricesExcludeTax, sale.TaxPerLine));
        return [.. lines.Zip(taxes).Where(pair => pair.First.ReturnOf is null).Select(pair =>
        {
            var line = pair.First;
            var (_, thousandths, minor) = back.GetValueOrDefault(line.Number);
            return new SoldLine(receipt, line.Number, line.Item, line.Scanned, line.Quantity.Thousandths, line.Amount, thousandths,
                line.Amount with { Minor = minor })
            {
                Serial = line.Serial,
                Batch = line.Batch,
                Taxes = pair.Second,
                IsExempt = sale.ForCustomer is { Exemption.Length: > 0 },
            };
        })];
    }

    private static bool HasReceipt(SaleLine line) => line.ReturnOf is { ReceiptNumber.Length: > 0 };
}
