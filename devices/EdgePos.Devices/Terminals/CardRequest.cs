using EdgePos.Store;

namespace EdgePos.Devices;

/// <summary>What is asked of a card terminal.</summary>
public enum CardDeal
{
    /// <summary>The shopper pays.</summary>
    Payment,

    /// <summary>The shopper gets money back on a card.</summary>
    Refund,

    /// <summary>A payment is undone.</summary>
    Reversal,
}

/// <summary>How a terminal names one of its transactions.</summary>
/// <param name="Trace">Its trace number, as it writes it; empty: it did not say.</param>
/// <param name="Receipt">Its receipt number, likewise.</param>
public sealed record CardMark(string Trace, string Receipt)
{
    /// <summary>When it was, by the terminal's clock, as it writes it; empty: it did not say.</summary>
    public string At { get; init; } = "";

    /// <summary>It names nothing.</summary>
    public bool IsEmpty => Trace.Length == 0 && Receipt.Length == 0;

    /// <summary>True where another has the same numbers: the same transaction, unless a terminal has begun to count anew.</summary>
    public bool HasNumbersOf(CardMark other) => Trace == other.Trace && Receipt == other.Receipt;

    /// <summary>True where another is the same transaction.</summary>
    public bool IsSameAs(CardMark other) =>
        HasNumbersOf(other) && (At == other.At || At.Length == 0 || other.At.Length == 0);
}

/// <summary>A payment, refund or reversal, with all that is needed to ask about it after a crash.</summary>
/// <param name="Id">Of the payment; made by who asks, once.</param>
/// <param name="Deal">What is asked.</param>
/// <param name="Amount">More than zero.</param>
/// <param name="At">When it was asked, by the clock on the store's wall, as terminals have it.</param>
public sealed record CardRequest(Guid Id, CardDeal Deal, Money Amount, DateTime At)
{
    /// <summary>The terminal's last transaction before this one; null where nobody knows.</summary>
    public CardMark? Before { get; init; }

    /// <summary>True: the terminal did other transactions since, so its last one says nothing of this one.</summary>
    public bool IsOvertaken { get; init; }

    /// <summary>What a reversal undoes.</summary>
    public CardMark? Original { get; init; }

    /// <summary>Id of the request that a reversal undoes.</summary>
    public Guid OriginalId { get; init; }
}
