namespace EdgePos.Store;

/// <summary>An item of the price book.</summary>
/// <param name="Sku">The store's own code.</param>
/// <param name="Name">What the customer reads.</param>
/// <param name="Unit">The unit it is sold by.</param>
/// <param name="Price">Price of one unit, tax included; null: it has none and cannot be sold.</param>
/// <param name="TaxRate">Rate of the tax within the price.</param>
public sealed record Item(string Sku, string Name, Unit Unit, Money? Price, Rate TaxRate);
