namespace EdgePos.Store;

/// <summary>
/// Fills group after group with the pieces a promotion likes best. With one promotion alone that is the best there is;
/// with rivals each of the most promising goes first once, so the result is never below what any one of them gives.
/// </summary>
internal static class Filling
{
    private const int MostLeads = 4;

    /// <summary>The best of the fillings, and what comes off all open pieces by it, piece offers included.</summary>
    public static (List<Draft> Drafts, long Value) Best(Contest contest, long[] open)
    {
        long floor = contest.FloorOf(open);
        var (best, gain) = (new List<Draft>(), 0L);
        if (contest.Entrants.Count == 1)
        {
            gain = Fill(contest, contest.Entrants[0], open, best);
            return (best, floor + gain);
        }

        var alone = contest.Entrants.ConvertAll(entrant => (Entrant: entrant, Gain: Fill(contest, entrant, open, [])));
        alone.RemoveAll(one => one.Gain == 0);
        alone.Sort((a, b) => a.Gain != b.Gain
            ? b.Gain.CompareTo(a.Gain)
            : a.Entrant.Booked.Rank.CompareTo(b.Entrant.Booked.Rank));
        for (int lead = 0; lead < alone.Count && lead < MostLeads; lead++)
        {
            var first = alone[lead].Entrant;
            var others = alone.Select(one => one.Entrant).Where(one => one != first);
            var (drafts, sum) = Sequence(contest, open, others.Prepend(first));
            if (sum > gain)
                (best, gain) = (drafts, sum);
        }

        return (best, floor + gain);
    }

    private static (List<Draft> Drafts, long Gain) Sequence(Contest contest, long[] open, IEnumerable<Entrant> entrants)
    {
        long[] pieces = [.. open];
        var drafts = new List<Draft>();
        long gain = 0;
        foreach (var entrant in entrants)
        {
            int before = drafts.Count;
            gain += Fill(contest, entrant, pieces, drafts);
            for (int i = before; i < drafts.Count; i++)
            {
                foreach (var member in drafts[i].Members)
                    pieces[member.Good] -= member.Pieces * drafts[i].Times;
            }
        }

        return (drafts, gain);
    }

    // Adds one promotion's groups, and says by how much they are better than what their pieces get off in any case.
    private static long Fill(Contest contest, Entrant entrant, long[] pieces, List<Draft> drafts)
    {
        long[] open = contest.Scratch;
        foreach (int[] part in entrant.Parts)
        {
            foreach (int good in part)
                open[good] = pieces[good];
        }

        long times = entrant.MaxTimes, gain = 0;
        int[][] orders = entrant.Orders;
        int[] starts = new int[orders.Length];
        while (times > 0 && Compose(entrant, open, orders, starts) is { } members)
        {
            long off = entrant.OffOf(members), better = off, groups = times;
            foreach (var member in members)
            {
                groups = Math.Min(groups, open[member.Good] / UsedOf(members, member.Good, entrant));
                better -= contest.Floor[member.Good] * member.Pieces;
            }

            foreach (var member in members)
                open[member.Good] -= member.Pieces * groups;
            if (better <= 0)
                continue; // passed over: its pieces stay with the others
            drafts.Add(new Draft(entrant, members, off, groups));
            times -= groups;
            gain += better * groups;
        }

        return gain;
    }

    // The next group; null: there are not enough pieces.
    private static List<GoodPieces>? Compose(Entrant entrant, long[] open, int[][] orders, int[] starts)
    {
        var members = new List<GoodPieces>();
        for (int part = orders.Length - 1; part >= 0; part--)
        {
            int[] order = orders[part];
            while (starts[part] < order.Length && open[order[starts[part]]] == 0)
                starts[part]++;
            long need = entrant.Terms.Needs[part];
            for (int i = starts[part]; need > 0; i++)
            {
                if (i == order.Length)
                    return null;
                int good = order[i];
                long pieces = Math.Min(need, open[good] - (entrant.PartsAreApart ? 0 : UsedOf(members, good, entrant)));
                if (pieces <= 0)
                    continue;
                members.Add(new GoodPieces(good, part, pieces));
                need -= pieces;
            }
        }

        return members;
    }

    private static long UsedOf(List<GoodPieces> members, int good, Entrant entrant)
    {
        long used = 0;
        foreach (var member in members)
        {
            if (member.Good != good)
                continue;
            used += member.Pieces;
            if (entrant.PartsAreApart)
                break;
        }

        return used;
    }
}
