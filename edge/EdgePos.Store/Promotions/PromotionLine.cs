using System.Collections.Immutable;

namespace EdgePos.Store;

/// <summary>A line of a basket as promotions see it.</summary>
/// <param name="Number">The line's number; each once.</param>
/// <param name="Sku">The store's own code of the item.</param>
/// <param name="Quantity">Whole pieces may form groups; what is measured counts as one thing.</param>
/// <param name="Amount">What the line costs before promotions. At or below zero it takes no part.</param>
public sealed record PromotionLine(int Number, string Sku, Quantity Quantity, Money Amount)
{
    /// <summary>The item's department; empty: none.</summary>
    public string Department { get; init; } = "";

    /// <summary>The item's tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether promotions may touch it, and count it.</summary>
    public bool Promotable { get; init; } = true;
}

/// <summary>Who buys, when, and with which coupons.</summary>
/// <param name="Local">By the clock on the store's wall.</param>
public sealed record PromotionContext(DateTime Local)
{
    /// <summary>The customer's groups.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Codes of the coupons that were handed over.</summary>
    public ImmutableArray<string> Coupons { get; init; } = [];
}
