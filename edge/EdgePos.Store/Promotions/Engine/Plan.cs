namespace EdgePos.Store;

/// <summary>Who gets which goods of a contest.</summary>
internal sealed class Plan
{
    private const int MostLeads = 4;

    private readonly Contest _contest;
    private readonly long[] _open;
    private readonly List<Gift> _gifts = [];
    private List<Draft> _drafts = [];
    private long _value;

    private Plan(Contest contest) => (_contest, _open) = (contest, [.. contest.Pieces]);

    /// <summary>The plan by which most comes off.</summary>
    /// <remarks>A whole offer competes as one: it has its goods before all others, or what those leave.</remarks>
    public static Plan Best(Contest contest, SearchSteps steps)
    {
        var best = Of(contest, null, steps);
        if (contest.Wholes.Count == 0 || contest.IsOneWhole)
            return best;
        foreach (var lead in ByWorth(contest, contest.Wholes, contest.Pieces).Take(MostLeads))
        {
            var other = Of(contest, lead, steps);
            if (other._value > best._value)
                best = other;
        }

        return best;
    }

    /// <summary>Does what it says.</summary>
    public void Give(Trolley trolley, Floors floors)
    {
        foreach (var draft in _drafts.OrderBy(draft => draft.Entrant.Booked.Rank))
            Take(draft.Entrant.Booked, draft.Members, draft.Off, draft.Times, draft.Times);
        foreach (var gift in _gifts)
            Take(gift.Booked, gift.Members, gift.Off, 1, gift.Times);

        void Take(BookedPromotion booked, List<GoodPieces> goods, long off, long times, long counted)
        {
            Span<Member> members = goods.Count <= 32 ? stackalloc Member[goods.Count] : new Member[goods.Count];
            for (int i = 0; i < goods.Count; i++)
            {
                members[i] = new Member(_contest.Lots[goods[i].Good], goods[i].Pieces);
                floors.Taken(members[i].Lot, goods[i].Pieces * times);
            }

            trolley.Take(booked, members, off, times, counted);
        }
    }

    private static Plan Of(Contest contest, WholeEntrant? lead, SearchSteps steps)
    {
        var plan = new Plan(contest);
        if (lead is not null)
            plan.Add(lead);
        plan.Form(steps);
        if (contest.Wholes.Count == 0)
            return plan;

        for (int good = 0; good < plan._open.Length; good++)
            plan._open[good] = contest.Floor[good] > 0 ? 0 : plan._open[good];
        foreach (var whole in ByWorth(contest, contest.Wholes, plan._open))
        {
            if (whole != lead)
                plan.Add(whole);
        }

        return plan;
    }

    private static IEnumerable<WholeEntrant> ByWorth(Contest contest, List<WholeEntrant> wholes, long[] open) =>
        wholes.OrderByDescending(whole => whole.Of(contest, open).Off); // equal ones by rank

    private void Form(SearchSteps steps)
    {
        (_drafts, long value) = Filling.Best(_contest, _open);
        if (!_contest.IsPlain && BestAssignment.Search(_contest, _open, value, steps) is { } better)
            (_drafts, value) = better;
        _value += value;
        foreach (var draft in _drafts)
            Close(draft.Members, draft.Times);
    }

    private void Add(WholeEntrant whole)
    {
        var gift = whole.Of(_contest, _open);
        if (gift.Off == 0)
            return;
        _gifts.Add(gift);
        _value += gift.Off;
        Close(gift.Members, 1);
    }

    private void Close(List<GoodPieces> members, long times)
    {
        foreach (var member in members)
            _open[member.Good] -= member.Pieces * times;
    }
}
