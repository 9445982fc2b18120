using System.Text;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>A receipt as text for a screen. The paper itself is made by the box.</summary>
internal static class PaperText
{
    private const int Width = 42;

    /// <summary>The receipt, a line each.</summary>
    public static string Of(Receipt receipt, Texts texts)
    {
        var paper = new StringBuilder();
        Row(paper, texts.Of(Say.ReceiptTitle, receipt.ReceiptNumber), TimeOf(receipt));
        if (receipt.Customer is { } who)
        {
            foreach (string text in who.Address.Prepend(who.Name).Concat([who.Email, who.Phone, who.TaxNumber]).Where(t => t.Length > 0))
                paper.AppendLine(Cut(text, Width));
        }

        Rule(paper);
        foreach (var line in receipt.Lines)
            Item(paper, line, texts);
        Rule(paper);
        Row(paper, texts.Of(Say.Total), texts.Money(receipt.Total));
        foreach (var tender in receipt.Tenders)
            Row(paper, texts.Of(Say.Cash), texts.Amount(tender.Amount));
        if (receipt.Change is { Minor: not 0 })
            Row(paper, texts.Of(Say.Change), texts.Amount(receipt.Change));
        foreach (var tax in receipt.Taxes)
            paper.AppendLine(Tax(tax, texts));
        return paper.ToString().TrimEnd();
    }

    /// <summary>The tax at a rate.</summary>
    public static string Tax(TaxRow tax, Texts texts) =>
        texts.Of(Say.ReceiptTax, Percent(tax.RatePpm, texts), texts.Amount(tax.Net), texts.Amount(tax.Tax));

    /// <summary>A line with something at its left and at its right end.</summary>
    public static void Row(StringBuilder paper, string left, string right)
    {
        string fitted = Cut(left, Width - right.Length - 1);
        paper.AppendLine(fitted.PadRight(Width - right.Length) + right);
    }

    /// <summary>A line across.</summary>
    public static void Rule(StringBuilder paper) => paper.AppendLine(new string('-', Width));

    private static void Item(StringBuilder paper, Line line, Texts texts)
    {
        if (line.QuantityThousandths == 1000 && line.Unit == Unit.Each)
        {
            Row(paper, line.Name, texts.Amount(line.Amount));
            return;
        }

        paper.AppendLine(Cut(line.Name, Width));
        Row(paper, $"  {texts.Quantity(line)} × {texts.Amount(line.UnitPrice)}", texts.Amount(line.Amount));
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string TimeOf(Receipt receipt) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(receipt.AtUs).ToString("yyyy-MM-dd HH:mm'Z'");

    // Parts per million to percent: four decimals, of which zeros at the end are not shown.
    private static string Percent(long ppm, Texts texts) =>
        Scaled.Format(ppm, 4, texts.DecimalSign).TrimEnd('0').TrimEnd(texts.DecimalSign[0]);
}
