using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>What kind of thing a code is on.</summary>
public enum ScanKind
{
    /// <summary>Something to sell.</summary>
    Item,

    /// <summary>A receipt of this chain.</summary>
    Receipt,

    /// <summary>A coupon.</summary>
    Coupon,

    /// <summary>A gift card.</summary>
    GiftCard,

    /// <summary>A customer's card.</summary>
    LoyaltyCard,

    /// <summary>An employee's badge.</summary>
    Badge,
}

/// <summary>What was scanned or typed, understood as far as that goes without the price book.</summary>
/// <param name="Text">As it came.</param>
/// <param name="Kind">What it is on.</param>
public sealed record Scan(string Text, ScanKind Kind = ScanKind.Item)
{
    /// <summary>A store's own code, as it was typed.</summary>
    public static Scan Of(string sku) => new(sku) { Skus = [sku] };

    /// <summary>The GTINs that it may mean, the likeliest first.</summary>
    public ImmutableArray<Gtin> Gtins { get; init; } = [];

    /// <summary>The store's own codes that it may mean, the likeliest first.</summary>
    public ImmutableArray<string> Skus { get; init; } = [];

    /// <summary>Number of the batch; empty where it says none.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Serial number; empty where it says none.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The last day on which it may be sold: best before, sell by or expiry, the earliest; null where it says none.</summary>
    public DateOnly? SellBy { get; init; }

    /// <summary>How much, where it says so, in the unit it is said in.</summary>
    public Quantity? Measure { get; init; }

    /// <summary>
    /// True where it is sold by what the code says of it: the measure then has to be in the item's unit. Of other goods it is
    /// only told, as the contents of a package.
    /// </summary>
    public bool IsOfVariableMeasure { get; init; }

    /// <summary>What the whole of it costs; null where it does not say.</summary>
    public Money? Price { get; init; }

    /// <summary>What one unit costs; null where it does not say.</summary>
    public Money? UnitPrice { get; init; }

    /// <summary>True for digits of a GTIN's length whose check digit is wrong: no code of the store either, they were misread.</summary>
    public bool HasWrongCheckDigit { get; init; }
}
