using System.Globalization;
using EdgePos.Devices;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using CashMovementKind = EdgePos.V1.CashMovementKind;
using Money = EdgePos.V1.Money;
using StoreMoney = EdgePos.Store.Money;

namespace EdgePos.Gateway;

/// <summary>What stands on the slips of a till, in the store's language. Pure: an entry in, a document out.</summary>
internal sealed class TillLayout(StoreProfile store, SlipNumber number, bool copy)
{
    private static readonly TextStyle Strong = new(Bold: true);
    private static readonly TextStyle Large = new(Bold: true, Wide: true, Tall: true);

    /// <summary>The slip of an entry; null where the entry is not about a till.</summary>
    public PrintDocument? Of(JournalEntry entry) => FactKinds.Read(entry.Header.Kind, entry.Body) switch
    {
        TillOpened opened => Slip(entry, Say("TILL_OPENING"), opensDrawer: true,
        [
            Row("TILL_BUSINESS_DATE", opened.BusinessDate),
            Row("TILL_FLOAT", opened.Float, Strong),
            .. entry.Header.Employee.Length > 0 ? [Row("TILL_CASHIER", entry.Header.Employee)] : Array.Empty<PrintItem>(),
        ]),
        CashierChanged changed => Slip(entry, Say("TILL_CASHIER_CHANGE"), opensDrawer: false,
        [
            .. changed.Before.Length > 0 ? [Row("TILL_CASHIER_BEFORE", changed.Before)] : Array.Empty<PrintItem>(),
            Row("TILL_CASHIER", entry.Header.Employee),
        ]),
        CashMoved moved => Slip(entry, Say(NameOf(moved.Kind)), opensDrawer: true,
        [
            .. moved.Amount is null ? [] : new[] { Row(NameOf(moved.Kind), moved.Amount, Strong) },
            .. Reason(moved.Reason),
            new FeedLines(2),
            new TextLine($"{Say("TILL_SIGNATURE")}: ____________________"),
        ]),
        TillClosed closed => Slip(entry, Say("TILL_Z_REPORT", closed.ZNumber), opensDrawer: false, Report(closed)),
        _ => null,
    };

    private PrintDocument Slip(JournalEntry entry, string title, bool opensDrawer, IEnumerable<PrintItem> what) => new(
    [
        .. opensDrawer && !copy ? [new OpenDrawer()] : Array.Empty<PrintItem>(),
        new TextLine(store.Name, Align.Centre, Strong),
        new TextLine(title, Align.Centre, Large),
        .. copy ? [new TextLine($"*** {Say("RECEIPT_COPY")} ***", Align.Centre, Large)] : Array.Empty<PrintItem>(),
        new FeedLines(1),
        new ColumnsLine(Say("TILL_REGISTER", entry.Header.Register), store.TimeOf(entry.Header.AtUs)),
        new TextLine(number.ToString()),
        new RuleLine(),
        .. what,
        new CutPaper(),
    ]);

    private IEnumerable<PrintItem> Report(TillClosed closed)
    {
        var totals = closed.Totals;
        yield return Row("TILL_BUSINESS_DATE", closed.BusinessDate);
        yield return Row("TILL_OPENED", store.TimeOf(closed.OpenedAtUs));
        if (totals.Sales > 0)
            yield return new TextLine($"{Say("TILL_RECEIPTS")} {totals.FirstReceipt} - {totals.LastReceipt}");
        yield return new ColumnsLine(Say("TILL_SALES", totals.Sales), Amount(totals.SalesTotal), Strong);
        foreach (var tax in totals.Taxes)
            yield return new ColumnsLine($"  {Say("RECEIPT_TAX")} {Percent(tax.RatePpm)}", $"{Amount(tax.Tax)} / {Amount(tax.Gross)}");
        if (totals.ReturnedLines > 0)
            yield return new ColumnsLine(Say("TILL_RETURNS", totals.ReturnedLines), Amount(totals.Returned));
        foreach (var cashier in totals.Cashiers)
            yield return new ColumnsLine($"  {Say("TILL_CASHIER")} {cashier.Employee} ({cashier.Sales})", Amount(cashier.SalesTotal));
        if (totals.GiftCardsSold is { } cards && cards.Minor != 0)
            yield return Row("TILL_GIFT_CARDS_SOLD", cards);
        foreach (var kind in totals.Tenders)
            yield return new ColumnsLine($"  {Say($"TENDER_{kind.Kind.ToUpperInvariant()}")} ({kind.Count})", Amount(kind.Amount));
        if (totals.Rounding is { } rounding && rounding.Minor != 0)
            yield return Row("RECEIPT_ROUNDING", rounding);
        yield return new RuleLine();
        yield return Row("TILL_FLOAT", totals.Float);
        yield return Row("TILL_CASH", totals.Cash);
        yield return Row("TILL_PAID_IN", totals.PaidIn);
        yield return Row("TILL_PAID_OUT", totals.PaidOut);
        yield return Row("TILL_SAFE_DROPS", totals.SafeDrops);
        yield return Row("TILL_EXPECTED", totals.Expected, Strong);
        yield return new RuleLine();
        foreach (var cash in closed.Counted.Where(cash => cash.Pieces > 0))
        {
            var sum = new Money { Minor = cash.Pieces * cash.Denomination.Minor, Currency = cash.Denomination.Currency };
            yield return new ColumnsLine($"  {cash.Pieces} x {Amount(cash.Denomination)}", Amount(sum));
        }

        yield return Row("TILL_COUNTED", closed.CountedTotal, Strong);
        yield return Row("TILL_DIFFERENCE", closed.Difference, Strong);
        foreach (var line in Reason(closed.Reason))
            yield return line;
        yield return Row("TILL_NO_SALES", totals.NoSales.ToString(CultureInfo.InvariantCulture));
        if (closed.LeftOpen.Count > 0)
            yield return new TextLine(Say("TILL_LEFT_OPEN", closed.LeftOpen.Count));
    }

    private IEnumerable<PrintItem> Reason(string reason)
    {
        if (reason.Length > 0)
            yield return new TextLine($"{Say("TILL_REASON")}: {reason}");
    }

    private static string NameOf(CashMovementKind kind) => kind switch
    {
        CashMovementKind.PaidIn => "TILL_PAID_IN",
        CashMovementKind.PaidOut => "TILL_PAID_OUT",
        CashMovementKind.SafeDrop => "TILL_SAFE_DROP",
        _ => "TILL_NO_SALE",
    };

    private string Percent(long ppm) => $"{(ppm / 10_000m).ToString("0.##", CultureInfo.InvariantCulture)}%"
        .Replace(".", Say("DECIMAL_SIGN"), StringComparison.Ordinal);

    private ColumnsLine Row(string key, string value) => new(Say(key), value);

    private ColumnsLine Row(string key, Money value, TextStyle style = default) => new(Say(key), Amount(value), style);

    private string Say(string key, params object[] args) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Get(key, store.Language), args);

    private string Amount(Money money) => Texts.Amount(new StoreMoney(money.Minor, Currency.Of(money.Currency)), store.Language);
}
