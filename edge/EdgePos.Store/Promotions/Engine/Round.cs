namespace EdgePos.Store;

/// <summary>One priority: those that compete, as is best for the customer; then those that combine.</summary>
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
        var lowered = new List<Member>();
        foreach (int lot in rival.Parts[0])
        {
            if (rival.Booked.Promotion.Offer is PercentOff && trolley[lot].Standing != Standing.Untouched)
            {
                lowered.Add(new Member(lot, trolley[lot].Pieces));
                continue;
            }

            long off = rival.Booked.PieceOff(trolley[lot].Left, trolley.ArticleOf(lot).Thousandths);
            if (off > 0)
                trolley.TakeEach(rival.Booked, lot, trolley[lot].Pieces, off);
        }

        // No label shows what a piece costs that something came off before: rounded once over all of them.
        long sum = lowered.Sum(member => member.Pieces * trolley[member.Lot].Left);
        long all = rival.Booked.PieceOff(sum, 1000);
        if (all > 0)
            trolley.Take(rival.Booked, lowered.ToArray(), all, 1, lowered.Sum(member => member.Pieces));
    }
}
