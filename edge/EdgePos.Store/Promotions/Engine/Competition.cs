namespace EdgePos.Store;

/// <summary>
/// Gives the pieces to the promotions that compete for them, as is best for the customer. Promotions that have no
/// piece in common, not even by way of a third, cannot be in each other's way: each such contest is settled by itself.
/// </summary>
internal static class Competition
{
    public static void Settle(Trolley trolley, List<Candidate> candidates, SearchSteps steps)
    {
        var rivals = new List<Rival>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (Rival.Of(trolley, candidate) is { } rival)
                rivals.Add(rival);
        }

        if (rivals.Count == 0)
            return;
        var roots = rivals.Count == 1 ? new int[1] : Roots(trolley, rivals);
        for (int root = 0; root < rivals.Count; root++)
        {
            if (roots[root] != root)
                continue;
            var members = rivals.Where((_, i) => roots[i] == root).ToList();
            Settle(trolley, new Contest(trolley, members), steps);
        }
    }

    private static void Settle(Trolley trolley, Contest contest, SearchSteps steps)
    {
        var (drafts, value) = Filling.Best(contest);
        if (!contest.IsPlain && BestAssignment.Search(contest, value, steps) is { } better)
            drafts = better;

        var left = (long[])contest.Pieces.Clone();
        foreach (var draft in drafts.OrderBy(draft => draft.Entrant.Booked.Rank))
        {
            foreach (var member in draft.Members)
                left[member.Good] -= member.Pieces * draft.Times;
            var pieces = draft.Members.ConvertAll(member => new Member(contest.Lots[member.Good], member.Pieces)).ToArray();
            trolley.Take(draft.Entrant.Booked, pieces, draft.Off, draft.Times, draft.Times);
        }

        contest.GiveRest(trolley, left);
    }

    // Which rivals belong together: each has the lowest of them as its root.
    private static int[] Roots(Trolley trolley, List<Rival> rivals)
    {
        int[] roots = [.. Enumerable.Range(0, rivals.Count)];
        int[] owners = new int[trolley.Count];
        Array.Fill(owners, -1);
        for (int i = 0; i < rivals.Count; i++)
        {
            foreach (var part in rivals[i].Lots)
            {
                foreach (int lot in part)
                {
                    if (owners[lot] < 0)
                        owners[lot] = i;
                    int a = RootOf(owners[lot]), b = RootOf(i);
                    roots[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        for (int i = 0; i < roots.Length; i++)
            roots[i] = RootOf(i);
        return roots;

        int RootOf(int i)
        {
            while (roots[i] != i)
                i = roots[i] = roots[roots[i]];
            return i;
        }
    }
}

/// <summary>A promotion and the lots its parts may take from; none of the parts lacks pieces.</summary>
internal sealed record Rival(BookedPromotion Booked, List<int>[] Lots)
{
    public static Rival? Of(Trolley trolley, Candidate candidate)
    {
        int[] needs = candidate.Booked.Terms?.Needs ?? [1];
        var lots = new List<int>[needs.Length];
        for (int part = 0; part < needs.Length; part++)
        {
            lots[part] = candidate.OpenLots(trolley, part);
            long pieces = 0;
            foreach (int lot in lots[part])
                pieces += trolley[lot].Pieces;
            if (pieces < needs[part])
                return null;
        }

        return new Rival(candidate.Booked, lots);
    }
}
