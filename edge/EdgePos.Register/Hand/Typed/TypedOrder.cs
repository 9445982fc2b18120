using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>What a cashier typed about orders of the web shop.</summary>
internal abstract record TypedOrder : Typed
{
    private static readonly Dictionary<string, GiveUpReason> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unavailable"] = GiveUpReason.Unavailable,
        ["niet-leverbaar"] = GiveUpReason.Unavailable,
        ["refused"] = GiveUpReason.Refused,
        ["geweigerd"] = GiveUpReason.Refused,
        ["uncollected"] = GiveUpReason.Uncollected,
        ["niet-afgehaald"] = GiveUpReason.Uncollected,
        ["cancelled"] = GiveUpReason.Cancelled,
        ["geannuleerd"] = GiveUpReason.Cancelled,
    };

    /// <summary>What there is to do.</summary>
    internal sealed record ToDo : TypedOrder;

    /// <summary>An order was picked.</summary>
    /// <param name="Place">Where it waits; may be empty.</param>
    /// <param name="Short">Lines of which less was picked, with the thousandths that were.</param>
    internal sealed record Prepare(string Number, string Place, IReadOnlyList<(int Line, long Thousandths)> Short) : TypedOrder;

    /// <summary>The customer is there.</summary>
    /// <param name="AgeSeen">They are old enough for all of it.</param>
    internal sealed record HandOver(string Number, bool AgeSeen) : TypedOrder;

    /// <summary>It is given up.</summary>
    internal sealed record GiveUp(string Number, GiveUpReason Reason) : TypedOrder;

    /// <summary>Reads prepare N [PLACE] [LINE=QUANTITY ...].</summary>
    public static Typed ReadPrepare(string[] words)
    {
        if (words.Length < 2)
            return Unlike(words, Say.HintPrepare);
        var (place, missing) = (new List<string>(), new List<(int, long)>());
        foreach (string word in words.Skip(2))
        {
            string[] parts = word.Split('=');
            if (parts.Length == 1)
                place.Add(word);
            else if (parts is [var line, var quantity] && TryLine(line, out int number) && TryPicked(quantity, out long thousandths))
                missing.Add((number, thousandths));
            else
                return Unlike(words, Say.HintPrepare);
        }

        return new Prepare(words[1], string.Join(' ', place), missing);
    }

    /// <summary>Reads handover N [seen].</summary>
    public static Typed ReadHandOver(string[] words) => words.Length switch
    {
        2 => new HandOver(words[1], AgeSeen: false),
        3 when words[2].ToLowerInvariant() is "seen" or "gezien" => new HandOver(words[1], AgeSeen: true),
        _ => Unlike(words, Say.HintHandOver),
    };

    /// <summary>Reads giveup N WHY.</summary>
    public static Typed ReadGiveUp(string[] words) => words.Length == 3 && Reasons.TryGetValue(words[2], out var reason)
        ? new GiveUp(words[1], reason)
        : Unlike(words, Say.HintGiveUp);

    // Nothing may be picked of a line.
    private static bool TryPicked(string text, out long thousandths)
    {
        thousandths = 0;
        return text == "0" || Quantities.TryParse(text, out thousandths);
    }
}
