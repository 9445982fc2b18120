namespace EdgePos.Store;

/// <summary>What a basket can hold. Enough for the largest trolley, and little enough to show and print.</summary>
public static class BasketLimits
{
    /// <summary>Lines, void ones included.</summary>
    public const int MaxLines = 1000;

    /// <summary>Tenders.</summary>
    public const int MaxTenders = 50;

    /// <summary>The largest total, and the largest single tender, in minor units.</summary>
    public const long MaxAmountMinor = 1_000_000_000_000;

    /// <summary>Baskets of one store that are open at once.</summary>
    public const int MaxOpenBaskets = 1000;

    /// <summary>Characters of what was scanned: a web address with all that it may say of an item.</summary>
    public const int MaxScannedLength = 250;

    /// <summary>Characters of a note.</summary>
    public const int MaxNoteLength = 200;

    /// <summary>Baskets of one store that are put aside at once.</summary>
    public const int MaxSuspended = 200;
}
