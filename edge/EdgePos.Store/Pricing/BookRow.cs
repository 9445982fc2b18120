using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>A price for a time or for some customers.</summary>
/// <param name="Group">Group of customers; empty: everybody.</param>
/// <param name="FromUs">From when on, UTC microseconds; 0: from the beginning.</param>
/// <param name="UntilUs">Until when, not included; 0: for good.</param>
/// <param name="Price">Price of one unit.</param>
public sealed record ListPrice(string Group, long FromUs, long UntilUs, Money Price)
{
    /// <summary>True where it holds at a moment.</summary>
    public bool HoldsAt(long us) => us >= FromUs && (UntilUs == 0 || us < UntilUs);

    /// <summary>True where both hold at some moment for the same customers.</summary>
    public bool Overlaps(ListPrice other) => Group == other.Group
        && (UntilUs == 0 || other.FromUs < UntilUs) && (other.UntilUs == 0 || FromUs < other.UntilUs);
}

/// <summary>An item as the price book has it: with all its prices, and with its deposit and its tax by name.</summary>
/// <param name="Item">The item at the price that everybody pays where no other holds.</param>
public sealed record BookRow(Item Item)
{
    /// <summary>Other prices, of which no two hold for the same customers at the same time.</summary>
    public ImmutableArray<ListPrice> Prices { get; init; } = [];

    /// <summary>Code of the item that is paid as a deposit; empty: none.</summary>
    public string DepositSku { get; init; } = "";

    /// <summary>What one unit costs: the group's own price, else everybody's now, else the item's; null: it has none.</summary>
    public Money? PriceAt(long us, string group) =>
        (group.Length > 0 ? Find(us, group) : null) ?? Find(us, "") ?? Item.Price;

    private Money? Find(long us, string group)
    {
        foreach (var price in Prices)
        {
            if (price.Group == group && price.HoldsAt(us))
                return price.Price;
        }

        return null;
    }
}
