using EdgePos.HeadOffice.V1;

namespace EdgePos.HeadOffice;

/// <summary>An end of a transfer between stores as the books keep it: goods left, or goods came.</summary>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Way">Which way, seen from the store that wrote it.</param>
/// <param name="OtherStore">The other store.</param>
/// <param name="Number">What the transfer is found by, in capitals: the paper's reference; where there is none, the booking.</param>
/// <param name="Booking">Id of the booking, in capitals: the sender's may stand on the paper.</param>
/// <param name="Reference">What the store wrote.</param>
/// <param name="Items">Thousandths that went or came of each item.</param>
internal sealed record TransferRow(
    Entry Entry, StockTransferWay Way, string OtherStore, string Number, string Booking, string Reference,
    IReadOnlyDictionary<string, long> Items)
{
    /// <summary>True where one of its texts cannot be stored.</summary>
    public bool HasTextThatNoColumnHolds => !StoredText.IsKey(OtherStore) || !StoredText.IsKey(Number) || !StoredText.IsKey(Booking)
        || !StoredText.IsPlain(Reference);

    /// <summary>Makes the row of an end; null where the entry does not say which way the goods went.</summary>
    /// <exception cref="OverflowException">It says more than a column holds.</exception>
    public static TransferRow? Of(Entry entry, StockTransferred fact)
    {
        if (fact.Way is not (StockTransferWay.Out or StockTransferWay.In))
            return null;
        var items = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var move in fact.Moves)
        {
            long quantity = fact.Way == StockTransferWay.Out ? checked(-move.QuantityThousandths) : move.QuantityThousandths;
            items[move.Sku] = checked(items.GetValueOrDefault(move.Sku) + quantity);
        }

        string booking = Folded(fact.CommandId), number = Folded(fact.Reference);
        return new(entry, fact.Way, fact.OtherStore, number.Length > 0 ? number : booking, booking, fact.Reference, items);
    }

    // People type it from a paper: "t-17 " and "T-17" are one.
    private static string Folded(string number) => number.Trim().ToUpperInvariant();
}
