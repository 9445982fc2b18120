using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What became of a request to a card terminal.</summary>
public enum CardOutcome
{
    /// <summary>Money moved: the amount of the result, which may be less than was asked.</summary>
    Approved,

    /// <summary>The card, the host or the terminal said no. No money moved.</summary>
    Declined,

    /// <summary>It was broken off, or never begun. No money moved.</summary>
    Aborted,

    /// <summary>Nobody knows whether money moved.</summary>
    Unknown,
}

/// <summary>The end of a request. Card numbers in it are masked: whatever reads the terminal's answer masks them first.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Amount">What moved; zero unless approved.</param>
/// <param name="Reason">Why, in words for staff; empty when approved.</param>
public sealed record CardResult(CardOutcome Outcome, Money Amount, string Reason)
{
    /// <summary>First six and last four digits of the card at most; empty: not told.</summary>
    public string CardNumber { get; init; } = "";

    /// <summary>E.g. "girocard", "Debit Mastercard".</summary>
    public string CardName { get; init; } = "";

    /// <summary>What the card's issuer said yes with.</summary>
    public string AuthCode { get; init; } = "";

    /// <summary>The terminal's names of the transaction.</summary>
    public CardMark Mark { get; init; } = new("", "");

    /// <summary>The terminal's number at its network operator.</summary>
    public string TerminalId { get; init; } = "";

    /// <summary>The terminal's number of the turnover record.</summary>
    public string Turnover { get; init; } = "";

    /// <summary>The slip for the shop, line by line.</summary>
    public IReadOnlyList<string> MerchantSlip { get; init; } = [];

    /// <summary>The slip for the shopper.</summary>
    public IReadOnlyList<string> CardholderSlip { get; init; } = [];

    /// <summary>
    /// Of Unknown: true where the terminal answered and could not tell, so that only a person can; false where it may tell
    /// later, once it can be reached or has come to an end.
    /// </summary>
    public bool IsLastWord { get; init; }

    /// <summary>A result with which no money moved, or nobody knows.</summary>
    public static CardResult Without(CardOutcome outcome, Currency currency, string reason) => new(outcome, Money.Zero(currency), reason);
}

/// <summary>What a terminal is doing.</summary>
/// <param name="Code">The dialect's own code; -1: none.</param>
/// <param name="Text">In words for a shopper and a cashier.</param>
public sealed record CardProgress(int Code, string Text);

/// <summary>What came of asking the terminal itself for something.</summary>
/// <param name="Done">True: it did it.</param>
/// <param name="Reason">Why it did not.</param>
/// <param name="Lines">What it wants printed.</param>
public sealed record TerminalReport(bool Done, string Reason, IReadOnlyList<string> Lines);
