using EdgePos.Files;

namespace EdgePos.Register;

/// <summary>What a cashier typed about goods that come back.</summary>
/// <param name="Thousandths">How much; null: all that is left of the line, or one unit.</param>
/// <param name="Damaged">True: it cannot be sold again.</param>
internal abstract record TypedReturn(long? Thousandths, string Reason, bool Damaged) : Typed
{
    /// <summary>With its receipt.</summary>
    internal sealed record WithReceipt(string Number, int Line, long? Thousandths, string Reason, bool Damaged)
        : TypedReturn(Thousandths, Reason, Damaged);

    /// <summary>Without one.</summary>
    internal sealed record Without(string Code, long? Thousandths, string Reason, bool Damaged)
        : TypedReturn(Thousandths, Reason, Damaged);

    /// <summary>What of a receipt may come back.</summary>
    internal sealed record Ask(string Number) : Typed;

    /// <summary>Reads what follows return: [damaged] RECEIPT LINE [QTY] REASON, or a receipt alone.</summary>
    public static Typed Read(string[] words)
    {
        bool damaged = TakeDamaged(ref words);
        if (words.Length == 2 && !damaged)
            return new Ask(words[1]);
        return words.Length > 3 && TryLine(words[2], out int line)
            ? new WithReceipt(words[1], line, QuantityAt(words, 3), ReasonFrom(words, 3), damaged)
            : Unlike(words, Say.HintReturn);
    }

    /// <summary>Reads what follows return-item: [damaged] CODE [QTY] REASON.</summary>
    public static Typed ReadItem(string[] words)
    {
        bool damaged = TakeDamaged(ref words);
        return words.Length > 2
            ? new Without(words[1], QuantityAt(words, 2), ReasonFrom(words, 2), damaged)
            : Unlike(words, Say.HintReturnItem);
    }

    private static bool TakeDamaged(ref string[] words)
    {
        if (words.Length < 2 || words[1].ToLowerInvariant() is not ("damaged" or "kapot"))
            return false;
        words = [words[0], .. words[2..]];
        return true;
    }

    // A number is the quantity only where a reason follows it.
    private static long? QuantityAt(string[] words, int at) =>
        words.Length > at + 1 && Quantities.TryParse(words[at], out long thousandths) ? thousandths : null;

    private static string ReasonFrom(string[] words, int at) => From(words, QuantityAt(words, at) is null ? at : at + 1);
}
