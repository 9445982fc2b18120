namespace EdgePos.Store;

/// <summary>How something is paid. The numbers are those of the protos' fields.</summary>
public enum TenderKind
{
    /// <summary>Notes and coins of the store's currency.</summary>
    Cash = 1,

    /// <summary>A card, on a terminal.</summary>
    Card = 2,

    /// <summary>A voucher of the store, taken once.</summary>
    Voucher = 3,

    /// <summary>On the account of a customer who pays later.</summary>
    Account = 4,

    /// <summary>Notes of another currency, at the store's rate.</summary>
    ForeignCash = 5,

    /// <summary>A gift card, with as much as is on it.</summary>
    GiftCard = 6,

    /// <summary>Points that the customer has collected.</summary>
    Points = 7,
}

/// <summary>What was given to pay, or given back.</summary>
/// <param name="Number">From 1 within the basket, never used again.</param>
/// <param name="Kind">How.</param>
/// <param name="Amount">In the store's currency, before change; below zero: it is given back.</param>
public sealed record Tender(int Number, TenderKind Kind, Money Amount)
{
    /// <summary>What was handed over in another currency; null: it was the store's.</summary>
    public Money? Foreign { get; init; }

    /// <summary>
    /// Approval of the card, number of the voucher, of the account, of the gift card or of the customer; empty for cash.
    /// </summary>
    public string Reference { get; init; } = "";

    /// <summary>Points that pay; below zero: they are given back. 0: it is another kind.</summary>
    public long Points { get; init; }

    /// <summary>What the box's own terminal did for it; null: it was no card, or the terminal is one of its own.</summary>
    public TerminalPayment? Terminal { get; init; }

    /// <summary>True when it was taken back: the money is handed over again.</summary>
    public bool Removed { get; init; }

    /// <summary>True for notes and coins.</summary>
    public bool IsCash => Kind is TenderKind.Cash or TenderKind.ForeignCash;
}

/// <summary>What the box's own card terminal did for a tender.</summary>
/// <param name="Id">Of the payment.</param>
/// <param name="Slip">What the receipt says of it, lines with line feeds between them.</param>
public sealed record TerminalPayment(Guid Id, string Slip);
