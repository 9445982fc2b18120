using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>Something that came back, as the books keep it: by the receipt that it was bought with.</summary>
/// <param name="Nth">The line of the sale that it came back in, counted from 1.</param>
/// <param name="Receipt">Number of the receipt that it was bought with.</param>
/// <param name="Line">The line of that receipt; 0: it was taken while head office could not be asked.</param>
/// <param name="Quantity">Thousandths.</param>
/// <param name="Minor">What was given back, minor units.</param>
/// <param name="Hold">Id of what was held for it; empty: nothing.</param>
internal sealed record ReturnedRow(
    Entry Entry, int Nth, string Receipt, int Line, string Sku, long Quantity, long Minor, string Currency, string Hold)
{
    /// <summary>True where one of its texts cannot be stored.</summary>
    public bool HasTextThatNoColumnHolds => !StoredText.IsKey(Receipt) || !StoredText.IsKey(Hold);

    /// <summary>What came back in a sale.</summary>
    /// <exception cref="OverflowException">It says more than a column holds.</exception>
    public static ReturnedRow[] Of(Entry entry, SaleCompleted sale) =>
    [
        .. sale.Lines.Select((line, i) => (Line: line, Nth: i + 1, From: line.ReturnOf))
            .Where(one => one.From is { } from && (from.ReceiptNumber.Length > 0 || from.ClaimedReceipt.Length > 0))
            .Select(one => new ReturnedRow(entry, one.Nth,
                one.From.ReceiptNumber.Length > 0 ? one.From.ReceiptNumber : one.From.ClaimedReceipt,
                one.From.ReceiptNumber.Length > 0 ? one.From.Line : 0, one.Line.Sku, checked(-one.Line.QuantityThousandths),
                checked(-(one.Line.Amount?.Minor ?? 0)), sale.Total.Currency, one.From.Hold?.HoldId ?? "")),
    ];
}
