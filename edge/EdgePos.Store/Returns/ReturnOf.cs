namespace EdgePos.Store;

/// <summary>Where something was bought that comes back.</summary>
/// <param name="Receipt">Number of the receipt; empty: the customer has none.</param>
/// <param name="Line">The line of that receipt; 0: there is no receipt.</param>
/// <param name="Reason">Code of the reason, 1 to 40 characters.</param>
/// <param name="IsDamaged">True: it cannot be sold again, and does not go back on the shelf.</param>
/// <param name="ApprovedBy">Who allowed it; empty: it was within the limits.</param>
public sealed record ReturnOf(string Receipt, int Line, string Reason, bool IsDamaged, string ApprovedBy);
