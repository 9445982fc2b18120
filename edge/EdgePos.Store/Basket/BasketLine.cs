using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>One line of a basket: an item at the price it had when it was scanned.</summary>
/// <param name="Number">From 1, never used again within the basket.</param>
/// <param name="Item">The item as the price book had it.</param>
/// <param name="Scanned">What was scanned or typed.</param>
/// <param name="Quantity">How much; below zero: it comes back.</param>
/// <param name="Gross">Quantity times price, rounded once, before discounts; below zero where it comes back.</param>
/// <param name="Void">True when taken out of the sale.</param>
public sealed record BasketLine(int Number, Item Item, string Scanned, Quantity Quantity, Money Gross, bool Void)
{
    /// <summary>Number of the batch; empty where the code said none.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Serial number, or the number of the gift card; empty where nobody said one.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The last day on which it may be sold; null where the code said none.</summary>
    public DateOnly? SellBy { get; init; }

    /// <summary>True where the code on the goods said how much it is, or what it costs.</summary>
    public bool QuantityFixed { get; init; }

    /// <summary>True where the code on the goods said what it costs, or what a unit of it does.</summary>
    public bool PriceFixed { get; init; }

    /// <summary>The line whose deposit this is; 0: none. It follows that line's quantity, and goes with it.</summary>
    public int DepositOf { get; init; }

    /// <summary>Words of the cashier; empty: none.</summary>
    public string Note { get; init; } = "";

    /// <summary>The price book's price, where staff have set another; null: they have not.</summary>
    public Money? ListPrice { get; init; }

    /// <summary>Code of the reason for another price, and who allowed it.</summary>
    public (string Reason, string ApprovedBy) PriceChange { get; init; } = ("", "");

    /// <summary>What staff take off this line; null: nothing.</summary>
    public Reduction? Reduction { get; init; }

    /// <summary>What the line costs less, in the order it was taken off.</summary>
    public ImmutableArray<Discount> Discounts { get; init; } = [];

    /// <summary>Where it was bought, if it comes back; null: it is being bought.</summary>
    public ReturnOf? ReturnOf { get; init; }

    /// <summary>
    /// Minor units of each of its taxes, where it comes back and its receipt says what was paid; empty: the rates say it.
    /// </summary>
    public ImmutableArray<long> GivenTaxes { get; init; } = [];

    /// <summary>What is paid for the line; zero when void.</summary>
    public Money Amount => Void ? Money.Zero(Gross.Currency) : Gross with { Minor = Gross.Minor - Discounted };

    /// <summary>Minor units of all its discounts.</summary>
    public long Discounted
    {
        get
        {
            long all = 0;
            foreach (var discount in Discounts)
                all += discount.Amount.Minor;
            return all;
        }
    }

    /// <summary>True where promotions and discounts may touch it: not where staff or a receipt have said what it costs.</summary>
    public bool IsPromotable => IsReducible && ListPrice is null;

    /// <summary>True where a discount on the basket reaches it.</summary>
    public bool IsReducible => !Void && ReturnOf is null && DepositOf == 0
        && !Item.Is(ItemTraits.NoDiscount | ItemTraits.GiftCard);
}
