namespace EdgePos.Store;

/// <summary>One line of a basket: an item at the price it had when it was scanned.</summary>
/// <param name="Number">From 1, never used again within the basket.</param>
/// <param name="Item">The item as the price book had it.</param>
/// <param name="Scanned">What was scanned or typed.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Amount">Price of the line, rounded; zero when void.</param>
/// <param name="Void">True when taken out of the sale.</param>
public sealed record BasketLine(int Number, Item Item, string Scanned, Quantity Quantity, Money Amount, bool Void);

/// <summary>Notes and coins that were handed over.</summary>
/// <param name="Number">From 1 within the basket.</param>
/// <param name="Amount">What was given, before change.</param>
public sealed record CashTender(int Number, Money Amount);
