namespace EdgePos.Store;

/// <summary>
/// Fills group after group with the pieces a promotion likes best. With one promotion alone that is the best there is;
/// with rivals each of the most promising goes first once, so the result is never below what any one of them gives.
/// </summary>
internal static class Filling
{
    private const int MostLeads = 4;

    /// <summary>The best of the fillings, and all that comes off by it, piece offers included.</summary>
    public static (List<Draft> Drafts, long Value) Best(Contest contest)
    {
        var (best, value) = (new List<Draft>(), contest.FloorOf(contest.Pieces));
        var alone = contest.Entrants.ConvertAll(entrant => (Entrant: entrant, Plan: Sequence(contest, [entrant])));
        alone.Sort((a, b) => a.Plan.Value != b.Plan.Value
            ? b.Plan.Value.CompareTo(a.Plan.Value)
            : a.Entrant.Booked.Rank.CompareTo(b.Entrant.Booked.Rank));
        for (int lead = 0; lead < alone.Count && lead < MostLeads; lead++)
        {
            var first = alone[lead].Entrant;
            var plan = alone.Count == 1
                ? alone[0].Plan
                : Sequence(contest, alone.Select(one => one.Entrant).Where(one => one != first).Prepend(first));
            if (plan.Value > value)
                (best, value) = plan;
        }

        return (best, value);
    }

    private static (List<Draft> Drafts, long Value) Sequence(Contest contest, IEnumerable<Entrant> entrants)
    {
        long[] pieces = [.. contest.Pieces];
        var drafts = new List<Draft>();
        foreach (var entrant in entrants)
            Fill(contest, entrant, pieces, drafts);
        return (drafts, drafts.Sum(draft => draft.Off * draft.Times) + contest.FloorOf(pieces));
    }

    private static void Fill(Contest contest, Entrant entrant, long[] pieces, List<Draft> drafts)
    {
        long[] open = [.. pieces]; // a group that does not pay is passed over: its pieces stay with the others
        long times = entrant.MaxTimes;
        int[][] orders = Orders(entrant);
        int[] starts = new int[orders.Length];
        while (times > 0 && Compose(entrant, open, orders, starts) is { } members)
        {
            long groups = Math.Min(times, members.Min(member => open[member.Good] / UsedOf(members, member.Good, entrant)));
            long off = entrant.OffOf(members);
            bool pays = off > members.Sum(member => contest.Floor[member.Good] * member.Pieces);
            foreach (var member in members)
            {
                open[member.Good] -= member.Pieces * groups;
                pieces[member.Good] -= pays ? member.Pieces * groups : 0;
            }

            if (!pays)
                continue;
            drafts.Add(new Draft(entrant, members, off, groups));
            times -= groups;
        }
    }

    // The next group; null: there are not enough pieces.
    private static List<GoodPieces>? Compose(Entrant entrant, long[] open, int[][] orders, int[] starts)
    {
        var members = new List<GoodPieces>(2);
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
                return used;
        }

        return used;
    }

    private static int[][] Orders(Entrant entrant)
    {
        int[][] orders = new int[entrant.Parts.Length][];
        for (int part = 0; part < orders.Length; part++)
        {
            int at = part;
            orders[part] = [.. entrant.Parts[part]];
            Array.Sort(orders[part], (a, b) => entrant.Appetite(b, at).CompareTo(entrant.Appetite(a, at)) is not 0 and var order
                ? order
                : a.CompareTo(b));
        }

        return orders;
    }
}
