using System.Globalization;
using EdgePos.Files;

namespace EdgePos.Register;

/// <summary>A line of a sales file that can be read.</summary>
/// <param name="Number">Its number in the file.</param>
/// <param name="Quantity">Whole pieces; zero or negative in corrections.</param>
/// <param name="PriceMinor">Price of one piece, minor units.</param>
/// <param name="Customer">Number of the customer; empty: not known.</param>
internal sealed record SalesLine(int Number, string Sku, string Description, long Quantity, long PriceMinor, string Customer)
{
    /// <summary>True where there is something to sell, at a price.</summary>
    public bool IsSale => Quantity > 0 && PriceMinor > 0;

    /// <summary>True where something came back, at a price.</summary>
    public bool IsReturned => Quantity < 0 && PriceMinor > 0;
}

/// <summary>An invoice: lines that follow each other with one number.</summary>
/// <param name="Index">Its place in the file, from 0.</param>
internal sealed record Invoice(int Index, string Number, List<SalesLine> Lines, List<BrokenLine> Broken)
{
    /// <summary>True for what a customer brought back: its number begins with C.</summary>
    public bool IsReturn => Number.StartsWith('C');
}

/// <summary>
/// A file of sales: InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country. Every line ends up in
/// an invoice, broken ones too, so that none is dropped silently.
/// </summary>
internal static class SalesFile
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    private const int Fields = 8;

    /// <summary>True where these are the lines of a sales file.</summary>
    public static bool IsOne(IReadOnlyList<FileLine> lines) => lines.Count > 0 && lines[0].Text == Header;

    /// <summary>Reads the invoices of a file.</summary>
    /// <exception cref="RegisterFault">It is not such a file.</exception>
    public static IReadOnlyList<Invoice> Read(string path, IReadOnlyList<FileLine> lines, string currency)
    {
        if (!IsOne(lines))
            throw new RegisterFault(ExitCodes.BadData, $"{path} is no sales file: its first line is not {Header}");
        var invoices = new List<Invoice>();
        foreach (var line in lines.Skip(1))
        {
            var (number, sale, why) = ReadLine(line, currency);
            if (invoices.Count == 0 || (number.Length > 0 && invoices[^1].Number != number))
                invoices.Add(new Invoice(invoices.Count, number, [], []));
            if (sale is not null)
                invoices[^1].Lines.Add(sale);
            else
                invoices[^1].Broken.Add(new BrokenLine(line.Number, why));
        }

        return invoices;
    }

    // A broken line belongs to the invoice that it names, or where it names none to the one it stands in.
    private static (string Invoice, SalesLine? Sale, string Why) ReadLine(FileLine line, string currency)
    {
        if (line.Text is null)
            return ("", null, "it is not UTF-8");
        if (!CsvLine.TrySplit(line.Text, out var fields))
            return (line.Text.Split(',')[0].Trim('"'), null, "a quote is not closed or stands in the wrong place");
        string invoice = fields[0].Trim();
        if (fields.Count != Fields)
            return (invoice, null, $"it has {fields.Count} fields, not {Fields}");
        if (invoice.Length == 0)
            return (invoice, null, "it has no invoice number");
        if (fields[1].Trim().Length == 0)
            return (invoice, null, "it has no stock code");
        if (!long.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long quantity))
            return (invoice, null, $"the quantity '{fields[3]}' is no whole number");
        if (quantity is > long.MaxValue / 1000 or < long.MinValue / 1000)
            return (invoice, null, $"the quantity '{fields[3]}' is beyond all bounds");
        return Amounts.TryParseFiled(fields[5], currency, out long price)
            ? (invoice, new SalesLine(line.Number, fields[1].Trim(), fields[2].Trim(), quantity, price, fields[6].Trim()), "")
            : (invoice, null, $"the price '{fields[5]}' is no amount in {currency}");
    }
}
