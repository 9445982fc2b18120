using System.Collections.Immutable;

namespace EdgePos.Store;

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

    /// <summary>Number of the customer whose points it may have earned; empty: nobody's.</summary>
    public string Customer { get; init; } = "";

    /// <summary>True: it was sold without the tax.</summary>
    public bool IsExempt { get; init; }

    /// <summary>Minor units of each of its taxes that the receipt has for all of it.</summary>
    public ImmutableArray<long> Taxes { get; init; } = [];

    /// <summary>What may still come back; nothing also where two stores took back more than was sold.</summary>
    public long Left => Math.Max(0, Sold - Returned);

    /// <summary>
    /// What is given back for so much more of it: the price paid in proportion, rounded so that all parts together are
    /// exactly what was paid.
    /// </summary>
    public Money RefundOf(long thousandths) => Paid with
    {
        Minor = Returned + thousandths == Sold ? Rest : Math.Min(Rest, PartOf(Paid.Minor, thousandths)),
    };

    /// <summary>The taxes in what is given back, minor units: all parts together are exactly what the receipt has.</summary>
    public ImmutableArray<long> TaxesOf(long thousandths) => [.. Taxes.Select(tax => PartOf(tax, thousandths))];

    // Two stores may each have rounded up.
    private long Rest => Math.Max(0, Paid.Minor - Refunded.Minor);

    // The next so much of it: rounded from the beginning, so that nothing is lost or gained on the way.
    private long PartOf(long whole, long thousandths) =>
        Rounding.MulDiv(whole, Returned + thousandths, Sold) - Rounding.MulDiv(whole, Returned, Sold);
}
