using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>An item of the price book, at the price and tax that hold now.</summary>
/// <param name="Sku">The store's own code.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="Unit">The unit it is sold by.</param>
/// <param name="Price">Price of one unit, as the store's prices are: with or without tax; null: it has none and cannot be sold.</param>
/// <param name="TaxRate">Rate of the tax, where there is one tax at one rate on all of it.</param>
public sealed record Item(string Sku, string Name, Unit Unit, Money? Price, Rate TaxRate)
{
    /// <summary>Group of goods that promotions and reports go by; empty: none.</summary>
    public string Department { get; init; } = "";

    /// <summary>Words that promotions go by, each once, in order.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Row of the tax table; empty: the rate is the item's own.</summary>
    public string TaxCategory { get; init; } = "";

    /// <summary>The taxes, where there is more than one, or one with a name; empty: <see cref="TaxRate"/> is all.</summary>
    public ImmutableArray<TaxPart> Taxes { get; init; } = [];

    /// <summary>The buyer must be so old, in years; 0: anybody may buy it.</summary>
    public int MinimumAge { get; init; }

    /// <summary>What else has to be known or done to sell it.</summary>
    public ItemTraits Traits { get; init; }

    /// <summary>The item that is paid as a deposit with each piece, such as a bottle; null: none.</summary>
    public Item? Deposit { get; init; }

    /// <summary>What goes from stock with one unit of it, where that is not the item itself.</summary>
    public ImmutableArray<BundlePart> Bundle { get; init; } = [];

    /// <summary>True where it has a trait.</summary>
    public bool Is(ItemTraits trait) => (Traits & trait) != 0;
}

/// <summary>What else has to be known or done to sell an item. The numbers are kept in files.</summary>
[Flags]
public enum ItemTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Each piece is sold with its serial number.</summary>
    AsksSerial = 1,

    /// <summary>The cashier types the price.</summary>
    OpenPrice = 2,

    /// <summary>It is known and is not sold.</summary>
    NotForSale = 4,

    /// <summary>No promotion and no discount touches it: deposits, stamps.</summary>
    NoDiscount = 8,

    /// <summary>Selling it puts its price on a gift card, whose number is its serial number. No discount touches it either.</summary>
    GiftCard = 16,
}

/// <summary>One item in a bundle.</summary>
/// <param name="Sku">Its code.</param>
/// <param name="Thousandths">How much of it is in one unit of the bundle.</param>
public sealed record BundlePart(string Sku, long Thousandths);
