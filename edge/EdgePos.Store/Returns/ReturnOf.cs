namespace EdgePos.Store;

/// <summary>Where something was bought that comes back.</summary>
/// <param name="Receipt">Number of the receipt; empty: the customer has none.</param>
/// <param name="Line">The line of that receipt; 0: there is no receipt.</param>
/// <param name="Reason">Code of the reason, 1 to 40 characters.</param>
/// <param name="IsDamaged">True: it cannot be sold again, and does not go back on the shelf.</param>
/// <param name="ApprovedBy">Who allowed it; empty: it was within the limits.</param>
public sealed record ReturnOf(string Receipt, int Line, string Reason, bool IsDamaged, string ApprovedBy)
{
    /// <summary>What head office holds for it; null: it was not asked, or did not answer.</summary>
    public ReturnHold? Hold { get; init; }

    /// <summary>Without a receipt: the one of another store that the customer showed while head office could not be asked.</summary>
    public string Claimed { get; init; } = "";
}

/// <summary>What head office holds of a line of a receipt, so that no other store takes it back too.</summary>
/// <param name="Id">The command that takes it back.</param>
/// <param name="UntilUs">The basket must be a sale by then, microseconds by the box's clock.</param>
/// <param name="Sold">Thousandths that were sold; 0: the box's own ledger knows.</param>
/// <param name="PaidMinor">What was paid for them, minor units; 0: the box's own ledger knows.</param>
/// <param name="Returned">Thousandths that came back elsewhere.</param>
/// <param name="RefundedMinor">What was given back for those, minor units.</param>
public sealed record ReturnHold(Guid Id, long UntilUs, long Sold, long PaidMinor, long Returned, long RefundedMinor);
