namespace EdgePos.Store;

/// <summary>One line of a basket: an item at the price it had when it was scanned.</summary>
/// <param name="Number">From 1, never used again within the basket.</param>
/// <param name="Item">The item as the price book had it.</param>
/// <param name="Scanned">What was scanned or typed.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Amount">Price of the line, rounded; zero when void.</param>
/// <param name="Void">True when taken out of the sale.</param>
public sealed record BasketLine(int Number, Item Item, string Scanned, Quantity Quantity, Money Amount, bool Void)
{
    /// <summary>Number of the batch; empty where the code said none.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Serial number; empty where the code said none.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The last day on which it may be sold; null where the code said none.</summary>
    public DateOnly? SellBy { get; init; }

    /// <summary>True where the code on the goods said how much it is, or what it costs.</summary>
    public bool QuantityFixed { get; init; }
}

/// <summary>Notes and coins that were handed over.</summary>
/// <param name="Number">From 1 within the basket.</param>
/// <param name="Amount">What was given, before change.</param>
public sealed record CashTender(int Number, Money Amount);
