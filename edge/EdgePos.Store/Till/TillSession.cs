namespace EdgePos.Store;

/// <summary>A till from its opening to its close.</summary>
/// <param name="Id">The command that opened it.</param>
/// <param name="OpenedSeq">The entry of the journal that says so.</param>
/// <param name="OpenedAtUs">When, microseconds since 1970-01-01 UTC.</param>
/// <param name="Register">Number of the register.</param>
/// <param name="BusinessDate">The day that its sales belong to.</param>
/// <param name="Float">Cash in the drawer to begin with.</param>
/// <param name="AfterReceipt">Number of the register's last receipt before it.</param>
/// <param name="Cashier">Number of the employee who has it; empty: nobody in particular.</param>
public sealed record TillSession(
    Guid Id, long OpenedSeq, long OpenedAtUs, int Register, DateOnly BusinessDate, Money Float, long AfterReceipt, string Cashier = "");

/// <summary>Notes or coins of one kind, as they were counted.</summary>
/// <param name="Denomination">What one of them is worth.</param>
/// <param name="Pieces">How many.</param>
public readonly record struct CountedCash(Money Denomination, long Pieces);

/// <summary>Why cash moves without a sale. The numbers are those of the protos.</summary>
public enum CashMovementKind
{
    /// <summary>Cash comes in.</summary>
    PaidIn = 1,

    /// <summary>Cash goes out.</summary>
    PaidOut = 2,

    /// <summary>Notes go to the safe.</summary>
    SafeDrop = 3,

    /// <summary>The drawer was opened, and no cash moved.</summary>
    NoSale = 4,
}
