using System.Globalization;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier typed about the till, after the word till or kassa.</summary>
internal abstract record TypedTill : Typed
{
    /// <summary>The till as it is.</summary>
    internal sealed record Report : TypedTill;

    /// <summary>A Z report of the past.</summary>
    /// <param name="Number">0: the last one.</param>
    internal sealed record ZReport(long Number) : TypedTill;

    /// <summary>Gives it to another employee.</summary>
    internal sealed record Cashier(string Employee) : TypedTill;

    /// <summary>Opens it.</summary>
    /// <param name="Float">As typed.</param>
    /// <param name="Date">The business date; empty: the box decides.</param>
    internal sealed record Open(string Float, string Date) : TypedTill;

    /// <summary>Moves cash without a sale.</summary>
    /// <param name="Amount">As typed; empty where no cash moves.</param>
    internal sealed record Move(CashMovementKind Kind, string Amount, string Reason) : TypedTill;

    /// <summary>Closes it.</summary>
    /// <param name="Counted">As typed: 10x50 is ten of fifty; one without an x is the sum.</param>
    internal sealed record Close(string Counted, string Reason) : TypedTill;

    /// <summary>Reads what follows the word.</summary>
    /// <param name="words">All words of the line.</param>
    public static Typed Read(string[] words) => (words.ElementAtOrDefault(1)?.ToLowerInvariant(), words.Length) switch
    {
        (null, _) => new Report(),
        ("z", 2) => new ZReport(0),
        ("z", 3) when long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long number) => new ZReport(number),
        ("open", 3 or 4) => new Open(words[2], words.ElementAtOrDefault(3) ?? ""),
        ("cashier" or "kassier", 3) => new Cashier(words[2]),
        ("in", > 2) => new Move(CashMovementKind.PaidIn, words[2], From(words, 3)),
        ("out" or "uit", > 2) => new Move(CashMovementKind.PaidOut, words[2], From(words, 3)),
        ("drop" or "afstorten", > 2) => new Move(CashMovementKind.SafeDrop, words[2], From(words, 3)),
        ("nosale" or "lade", _) => new Move(CashMovementKind.NoSale, "", From(words, 2)),
        ("close" or "sluiten", > 2) => ReadClose(words),
        _ => new Wrong(Say.NotAboutTill, From(words, 1), Say.HintTill),
    };

    // Counts come first; the reason is what is left.
    private static Close ReadClose(string[] words)
    {
        int counts = words.Skip(2).TakeWhile(word => char.IsAsciiDigit(word[0]) && word.Contains('x', StringComparison.Ordinal)).Count();
        counts = Math.Max(1, counts);
        return new Close(string.Join(' ', words.Skip(2).Take(counts)), From(words, 2 + counts));
    }
}
