using System.Globalization;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;

namespace EdgePos.Provisioning;

/// <summary>
/// Sales as CSV, a line for each line of a sale, as RFC 4180 wants it. Texts come from price books and scanners, and a
/// spreadsheet takes a cell that begins with = + - or @ for a formula: such a text gets an apostrophe in front. Source:
/// OWASP, "CSV Injection".
/// </summary>
internal static class SaleCsv
{
    /// <summary>The columns, in their order; what they hold is in the README.</summary>
    public const string Columns =
        "seq,time,clock,register,employee,receipt,line,sku,name,scanned,quantity,unit,unit_price,amount,currency,tax_percent,"
        + "business_date\r\n";

    /// <summary>Writes the lines of a sale.</summary>
    public static void Write(TextWriter output, JournalEntry entry, SaleCompleted sale)
    {
        foreach (var line in sale.Lines)
        {
            output.Write(string.Join(',',
                Number(entry.Header.Seq), EntryJson.TimeOf(entry.Header.AtUs), EntryJson.ClockOf(entry.Header.Clock),
                Number(entry.Header.Register), Text(entry.Header.Employee), Text(sale.ReceiptNumber), Number(line.Line),
                Text(line.Sku), Text(line.Name), Text(line.Scanned), new Quantity(line.QuantityThousandths, Store.Unit.Each).Format("."),
                UnitOf(line.Unit), Amount(line.UnitPrice), Amount(line.Amount), Text(line.Amount?.Currency ?? ""),
                (line.TaxRatePpm / 10_000m).ToString("0.####", CultureInfo.InvariantCulture), Text(sale.BusinessDate)));
            output.Write("\r\n");
        }
    }

    /// <summary>A text as a cell.</summary>
    public static string Text(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n')
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Amount(V1.Money? money) => money is not null && Currency.TryParse(money.Currency, out var currency)
        ? new Money(money.Minor, currency).Amount
        : "";

    private static string UnitOf(V1.Unit unit) => unit switch
    {
        V1.Unit.Each => "each",
        V1.Unit.Kilogram => "kg",
        V1.Unit.Metre => "m",
        V1.Unit.Litre => "l",
        _ => "",
    };
}
