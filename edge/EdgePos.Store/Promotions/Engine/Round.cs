namespace EdgePos.Store;

/// <summary>One priority: those that compete first, as is best for the customer; then those that combine, by their codes.</summary>
internal static class Round
{
    public static void Play(Trolley trolley, ReadOnlySpan<Candidate> candidates, SearchSteps steps)
    {
        var rivals = new List<Rival>();
        foreach (var one in candidates)
        {
            bool competes = one.Booked.Promotion.Combination != Combination.Combinable;
            if (competes && Rival.Of(trolley, one) is { } rival)
                rivals.Add(rival);
        }

        if (rivals.Count > 0)
            Competition.Settle(trolley, rivals, steps);
        foreach (var one in candidates)
        {
            bool combines = one.Booked.Promotion.Combination == Combination.Combinable;
            if (!combines || Rival.Of(trolley, one) is not { } rival)
                continue;
            if (rival.Booked.Shape == Shape.Piece)
                GiveEach(trolley, rival);
            else
                Competition.Settle(trolley, [rival], steps);
        }
    }

    private static void GiveEach(Trolley trolley, Rival rival)
    {
        foreach (int lot in rival.Parts[0])
        {
            long off = rival.Booked.PieceOff(trolley[lot].Left, trolley.ArticleOf(lot).Thousandths);
            if (off > 0)
                trolley.TakeEach(rival.Booked, lot, trolley[lot].Pieces, off);
        }
    }
}
