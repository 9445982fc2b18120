namespace EdgePos.Store;

/// <summary>Where something was bought that comes back.</summary>
/// <param name="Receipt">Number of the receipt; empty: the customer has none.</param>
/// <param name="Line">The line of that receipt; 0: there is no receipt.</param>
/// <param name="Reason">Code of the reason, 1 to 40 characters.</param>
/// <param name="IsDamaged">True: it cannot be sold again, and does not go back on the shelf.</param>
/// <param name="ApprovedBy">Who allowed it; empty: it was within the limits.</param>
public sealed record ReturnOf(string Receipt, int Line, string Reason, bool IsDamaged, string ApprovedBy);

/// <summary>A line of a receipt, and what of it has come back already.</summary>
/// <param name="Receipt">Number of the receipt.</param>
/// <param name="Line">Number of the line.</param>
/// <param name="Item">The item, at the price and tax it was sold with.</param>
/// <param name="Scanned">What was scanned then.</param>
/// <param name="Sold">Thousandths of its unit that were sold.</param>
/// <param name="Paid">What was paid for all of it, after discounts.</param>
/// <param name="Returned">Thousandths that have come back.</param>
/// <param name="Refunded">What was given back for them.</param>
public sealed record SoldLine(
    string Receipt, int Line, Item Item, string Scanned, long Sold, Money Paid, long Returned, Money Refunded)
{
    /// <summary>Serial number of the piece; empty: none.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Number of the batch; empty: none.</summary>
    public string Batch { get; init; } = "";

    /// <summary>True: it was sold without the tax.</summary>
    public bool IsExempt { get; init; }

    /// <summary>What may still come back.</summary>
    public long Left => Sold - Returned;

    /// <summary>
    /// What is given back for so much more of it: the price paid in proportion, rounded so that all parts together are
    /// exactly what was paid.
    /// </summary>
    public Money RefundOf(long thousandths) => Paid with
    {
        Minor = Returned + thousandths == Sold
            ? Paid.Minor - Refunded.Minor
            : Math.Min(Paid.Minor - Refunded.Minor, PartOf(Returned + thousandths) - PartOf(Returned)),
    };

    private long PartOf(long thousandths) => Rounding.MulDiv(Paid.Minor, thousandths, Sold);
}
