using System.Text;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>The reports of a till as text for a screen. The paper itself is made by the box.</summary>
internal static class TillText
{
    /// <summary>The till between open and close.</summary>
    public static string Of(XReport report, Texts texts)
    {
        var paper = new StringBuilder();
        PaperText.Row(paper, texts.Of(Say.XReportTitle), report.BusinessDate);
        if (report.Employee.Length > 0)
            PaperText.Row(paper, texts.Of(Say.Cashier), report.Employee);
        Totals(paper, report.Totals, texts);
        if (report.SafeDropDue)
            paper.AppendLine(texts.Of(Say.SafeDropDue));
        return paper.ToString().TrimEnd();
    }

    /// <summary>A till that was closed.</summary>
    public static string Of(ZReport report, Texts texts)
    {
        var paper = new StringBuilder();
        PaperText.Row(paper, texts.Of(Say.ZReportTitle, report.ZNumber), report.BusinessDate);
        Totals(paper, report.Totals, texts);
        PaperText.Rule(paper);
        foreach (var cash in report.Counted.Where(cash => cash.Pieces > 0))
        {
            var sum = new Money { Minor = cash.Pieces * cash.Denomination.Minor, Currency = cash.Denomination.Currency };
            PaperText.Row(paper, $"  {cash.Pieces} × {texts.Amount(cash.Denomination)}", texts.Amount(sum));
        }

        PaperText.Row(paper, texts.Of(Say.Counted), texts.Amount(report.CountedTotal));
        PaperText.Row(paper, texts.Of(Say.Difference), texts.Amount(report.Difference));
        if (report.Reason.Length > 0)
            paper.AppendLine(report.Reason);
        if (report.LeftOpen.Count > 0)
            paper.AppendLine(texts.Of(Say.LeftOpen, report.LeftOpen.Count));
        return paper.ToString().TrimEnd();
    }

    private static void Totals(StringBuilder paper, TillTotals totals, Texts texts)
    {
        PaperText.Rule(paper);
        if (totals.Sales > 0)
            paper.AppendLine($"{totals.FirstReceipt} – {totals.LastReceipt}");
        PaperText.Row(paper, texts.Of(Say.TillSales, totals.Sales), texts.Amount(totals.SalesTotal));
        foreach (var tax in totals.Taxes)
            paper.AppendLine("  " + PaperText.Tax(tax, texts));
        foreach (var cashier in totals.Cashiers)
            PaperText.Row(paper, $"  {texts.Of(Say.Cashier)} {cashier.Employee} ({cashier.Sales})", texts.Amount(cashier.SalesTotal));
        if (totals.GiftCardsSold is { Minor: not 0 } sold)
            PaperText.Row(paper, "  " + texts.Of(Say.GiftCardsSold), texts.Amount(sold));
        foreach (var kind in totals.Tenders)
            PaperText.Row(paper, $"{texts.Of(NameOf(kind))} ({kind.Count})", texts.Amount(kind.Amount));
        PaperText.Rule(paper);
        PaperText.Row(paper, texts.Of(Say.TillFloat), texts.Amount(totals.Float));
        PaperText.Row(paper, texts.Of(Say.TillCash), texts.Amount(totals.Cash));
        PaperText.Row(paper, texts.Of(Say.TillPaidIn), texts.Amount(totals.PaidIn));
        PaperText.Row(paper, texts.Of(Say.TillPaidOut), texts.Amount(totals.PaidOut));
        PaperText.Row(paper, texts.Of(Say.TillSafeDrops), texts.Amount(totals.SafeDrops));
        PaperText.Row(paper, texts.Of(Say.TillNoSales), $"{totals.NoSales}");
        PaperText.Row(paper, texts.Of(Say.TillExpected), texts.Amount(totals.Expected));
    }

    private static Say NameOf(TenderTotal total) => total.Kind switch
    {
        "card" => Say.Card,
        "voucher" => Say.Voucher,
        "account" => Say.Account,
        "foreign_cash" => Say.ForeignNotes,
        "gift_card" => Say.GiftCard,
        "points" => Say.Points,
        _ => Say.CashTaken,
    };
}
