using EdgePos.Files;

namespace EdgePos.Register;

/// <summary>What a cashier typed about paying otherwise than in cash, and giving back.</summary>
internal abstract record TypedPay : Typed
{
    /// <summary>A card, on a terminal of its own.</summary>
    /// <param name="Amount">As typed; below zero it is given back.</param>
    internal sealed record Card(string Amount, string Reference) : TypedPay;

    /// <summary>A card, on the box's own terminal.</summary>
    /// <param name="Amount">As typed; below zero it is given back. Empty: all that is due, or owed.</param>
    internal sealed record Terminal(string Amount) : TypedPay;

    /// <summary>What the terminal's slip says of a payment that nobody knows the end of.</summary>
    /// <param name="Amount">As typed; empty: it was not charged.</param>
    internal sealed record Slip(string Amount, string Words) : TypedPay;

    /// <summary>A voucher of the store.</summary>
    internal sealed record Voucher(string Amount, string Number) : TypedPay;

    /// <summary>On the account of a customer who pays later.</summary>
    internal sealed record Account(string Amount, string Number) : TypedPay;

    /// <summary>A gift card.</summary>
    /// <param name="Amount">As typed; below zero it is put on the card. Empty: all that it can pay, or all that is owed.</param>
    internal sealed record GiftCard(string Amount, string Number) : TypedPay;

    /// <summary>Points of the customer.</summary>
    /// <param name="Amount">As typed; below zero they are given back. Empty: all that they can pay, or all that is owed.</param>
    internal sealed record Points(string Amount) : TypedPay;

    /// <summary>Notes of another currency.</summary>
    internal sealed record Foreign(string Currency, string Amount) : TypedPay;

    /// <summary>Gives back in cash.</summary>
    /// <param name="Amount">As typed, above zero. Empty: all that is owed.</param>
    internal sealed record Refund(string Amount) : TypedPay;

    /// <summary>Takes a payment back.</summary>
    internal sealed record Untender(int Tender) : TypedPay;

    /// <summary>Reads an amount and what it is known by.</summary>
    public static Typed Read(string[] words, Func<string, string, Typed> made) =>
        words.Length > 2 ? made(words[1], From(words, 2)) : Unlike(words, Say.HintTender);

    /// <summary>Reads what follows card: on the box's terminal, or with the reference of another one's slip.</summary>
    public static Typed ReadCard(string[] words) => words.Length < 3
        ? new Terminal(words.ElementAtOrDefault(1) ?? "")
        : new Card(words[1], From(words, 2));

    /// <summary>Reads what follows slip.</summary>
    public static Typed ReadSlip(string[] words) => words.Length < 3 ? Unlike(words, Say.HintSlip)
        : new Slip(words[1].ToLowerInvariant() is "none" or "geen" ? "" : words[1], From(words, 2));

    /// <summary>Reads what follows giftcard.</summary>
    public static Typed ReadGiftCard(string[] words) => words.Length switch
    {
        2 => new GiftCard("", words[1]),
        3 => new GiftCard(words[1], words[2]),
        _ => Unlike(words, Say.HintGiftCard),
    };

    /// <summary>Reads what follows foreign.</summary>
    public static Typed ReadForeign(string[] words) => words.Length == 3 && Amounts.IsCurrency(words[1].ToUpperInvariant())
        ? new Foreign(words[1].ToUpperInvariant(), words[2])
        : Unlike(words, Say.HintForeign);

    /// <summary>Reads what follows untender.</summary>
    public static Typed ReadUntender(string[] words) => words.Length == 2 && TryLine(words[1], out int tender)
        ? new Untender(tender)
        : Unlike(words, Say.HintUntender);
}
