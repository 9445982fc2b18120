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
        Head(paper, receipt, texts);
        Rule(paper);
        foreach (var line in receipt.Lines)
            Item(paper, line, texts);
        Rule(paper);
        Sums(paper, receipt, texts);
        if (receipt.ForCustomer is { Exemption.Length: > 0 } exempt)
            paper.AppendLine(texts.Of(Say.ExemptTaken, exempt.Exemption));
        if (receipt.Note.Length > 0)
            paper.AppendLine(receipt.Note);
        return paper.ToString().TrimEnd();
    }

    /// <summary>The tax at a rate.</summary>
    public static string Tax(TaxRow tax, Texts texts) =>
        texts.Of(Say.ReceiptTax, LineText.NameOf(tax, texts), texts.Amount(tax.Net), texts.Amount(tax.Tax));

    /// <summary>A line with something at its left and at its right end.</summary>
    public static void Row(StringBuilder paper, string left, string right)
    {
        string fitted = Cut(left, Width - right.Length - 1);
        paper.AppendLine(fitted.PadRight(Width - right.Length) + right);
    }

    /// <summary>A line across.</summary>
    public static void Rule(StringBuilder paper) => paper.AppendLine(new string('-', Width));

    private static void Head(StringBuilder paper, Receipt receipt, Texts texts)
    {
        Row(paper, texts.Of(Say.ReceiptTitle, receipt.ReceiptNumber), TimeOf(receipt));
        if (receipt.Customer is not { } who)
            return;
        foreach (string text in who.Address.Prepend(who.Name).Concat([who.Email, who.Phone, who.TaxNumber]).Where(t => t.Length > 0))
            paper.AppendLine(Cut(text, Width));
    }

    private static void Sums(StringBuilder paper, Receipt receipt, Texts texts)
    {
        if (receipt.PricesExcludeTax)
        {
            foreach (var tax in receipt.Taxes)
                Row(paper, "+ " + LineText.NameOf(tax, texts), texts.Amount(tax.Tax));
        }

        Row(paper, texts.Of(Say.Total), texts.Money(receipt.Total));
        if (receipt.Rounding is { Minor: not 0 })
            Row(paper, texts.Of(Say.Rounding), texts.Amount(receipt.Rounding));
        foreach (var tender in receipt.Tenders.Where(tender => !tender.Removed))
            Row(paper, LineText.NameOf(tender, texts), texts.Amount(tender.Amount));
        foreach (var card in receipt.GiftCards)
            paper.AppendLine("  " + texts.Of(Say.GiftCardOf, LineText.Masked(card.Number), texts.Money(card.Balance)));
        if (receipt.PointsEarned != 0)
            Row(paper, texts.Of(Say.PointsEarned), $"{receipt.PointsEarned}");
        if (receipt is { HasPointsAfter: true } and not { PointsEarned: 0, PointsSpent: 0 })
            Row(paper, texts.Of(Say.Points), $"{receipt.PointsAfter}");
        if (receipt.Change is { Minor: not 0 })
            Row(paper, texts.Of(Say.Change), texts.Amount(receipt.Change));
        foreach (var tax in receipt.Taxes)
            paper.AppendLine(Tax(tax, texts));
        if (SavedOf(receipt) is { Minor: > 0 } saved)
            Row(paper, texts.Of(Say.Saved), texts.Amount(saved));
    }

    private static void Item(StringBuilder paper, Line line, Texts texts)
    {
        string amount = texts.Amount(LineText.GrossOf(line));
        if (line.QuantityThousandths == 1000 && line.Unit == Unit.Each)
        {
            Row(paper, LineText.NameOf(line), amount);
        }
        else
        {
            paper.AppendLine(Cut(LineText.NameOf(line), Width));
            Row(paper, $"  {texts.Quantity(line)} × {texts.Amount(line.UnitPrice)}", amount);
        }

        foreach (var discount in line.Discounts)
            Row(paper, "  " + LineText.NameOf(discount, texts), LineText.OffOf(discount, texts));
        foreach (string remark in LineText.Remarks(line, texts))
            paper.AppendLine(Cut("  " + remark, Width));
    }

    private static Money SavedOf(Receipt receipt) => new()
    {
        Minor = receipt.Lines.Sum(line => line.Discounts.Sum(discount => discount.Amount.Minor)),
        Currency = receipt.Total.Currency,
    };

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string TimeOf(Receipt receipt) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(receipt.AtUs).ToString("yyyy-MM-dd HH:mm'Z'");
}
