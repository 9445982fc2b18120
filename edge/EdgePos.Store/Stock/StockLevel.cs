namespace EdgePos.Store;

/// <summary>How much there is of an item; thousandths of its unit.</summary>
/// <param name="Sku">The store's own code.</param>
/// <param name="OnHand">Below zero where more was sold than was counted in.</param>
/// <param name="Reserved">Held for others.</param>
/// <param name="IsStocked">It has had another stock entry than a sale or a reservation: its numbers mean something.</param>
public readonly record struct StockLevel(string Sku, long OnHand, long Reserved, bool IsStocked)
{
    /// <summary>What may be sold.</summary>
    public long Available => OnHand - Reserved;
}

/// <summary>Why stock on hand is corrected. The numbers are those of the protos.</summary>
public enum StockReason
{
    /// <summary>Broken or spoilt.</summary>
    Damaged = 1,

    /// <summary>Past its date.</summary>
    Expired = 2,

    /// <summary>Stolen.</summary>
    Theft = 3,

    /// <summary>Used in the store itself.</summary>
    OwnUse = 4,

    /// <summary>Found where nobody knew of it.</summary>
    Found = 5,

    /// <summary>An earlier entry was wrong.</summary>
    Correction = 6,

    /// <summary>Something else: the text says what.</summary>
    Other = 7,
}
