namespace EdgePos.HeadOffice.V1;

/// <summary>What the facts of journal.proto mean for gift cards, the same at both ends.</summary>
public static class GiftCardFacts
{
    /// <summary>The kind of a tender that is a gift card.</summary>
    public const string Kind = "gift_card";

    /// <summary>
    /// What a sale adds to each gift card, by number: what its lines put there, less what its tenders took. Minor units of the
    /// sale's currency; below zero it takes away.
    /// </summary>
    public static IReadOnlyList<(string Number, long Minor)> MovesOf(SaleCompleted sale)
    {
        SortedDictionary<string, long>? moves = null; // most sales have none
        foreach (var line in sale.Lines)
        {
            if (line.GiftCard)
                Add(line.Serial, line.Amount.Minor);
        }

        foreach (var tender in sale.Tenders)
        {
            if (tender.Kind == Kind)
                Add(tender.Reference, checked(-tender.Amount.Minor));
        }

        return moves is null ? [] : [.. moves.Select(move => (move.Key, move.Value))];

        void Add(string number, long minor)
        {
            moves ??= new(StringComparer.Ordinal);
            moves[number] = checked(moves.GetValueOrDefault(number) + minor);
        }
    }
}
