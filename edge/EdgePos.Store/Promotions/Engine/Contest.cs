namespace EdgePos.Store;

/// <summary>Goods, and the promotions that compete for them.</summary>
internal sealed class Contest
{
    private readonly BookedPromotion?[] _givers;

    public Contest(Trolley trolley, List<Rival> rivals)
    {
        // Dearest first: groups are then formed from the front, and the cheapest of a group is its last.
        var lots = rivals.SelectMany(rival => rival.Lots).SelectMany(part => part).Distinct().ToArray();
        Array.Sort(lots, (a, b) => trolley[b].Left.CompareTo(trolley[a].Left) is not 0 and var order ? order : a.CompareTo(b));
        Lots = lots;
        Pieces = Array.ConvertAll(lots, lot => trolley[lot].Pieces);
        Left = Array.ConvertAll(lots, lot => trolley[lot].Left);
        Floor = new long[lots.Length];
        Thousandths = Array.ConvertAll(lots, lot => trolley.ArticleOf(lot).Thousandths);
        _givers = new BookedPromotion?[lots.Length];

        int[] goods = new int[trolley.Count];
        for (int good = 0; good < lots.Length; good++)
            goods[lots[good]] = good;
        foreach (var rival in rivals.Where(rival => rival.Booked.Shape == Shape.Piece))
            Offer(rival.Booked, rival.Lots[0], goods);
        foreach (var rival in rivals.Where(rival => rival.Booked.Shape == Shape.Group))
        {
            int[][] parts = Array.ConvertAll(rival.Lots, part => part.ConvertAll(lot => goods[lot]).ToArray());
            Entrants.Add(new Entrant(rival.Booked, this, parts));
        }
    }

    /// <summary>Where the goods come from.</summary>
    public int[] Lots { get; }

    /// <summary>Pieces of each good.</summary>
    public long[] Pieces { get; }

    /// <summary>What is left to pay for each piece.</summary>
    public long[] Left { get; }

    /// <summary>1000, or the measure.</summary>
    public long[] Thousandths { get; }

    /// <summary>What a piece gets off in any case, by the best piece offer: a group must do better.</summary>
    public long[] Floor { get; }

    /// <summary>Those that form groups.</summary>
    public List<Entrant> Entrants { get; } = [];

    /// <summary>True where filling group after group is known to be best: one that forms groups, of separate parts.</summary>
    public bool IsPlain => Entrants.Count == 0
        || (Entrants.Count == 1 && Entrants[0].PartsAreApart && Array.TrueForAll(Floor, off => off == 0));

    /// <summary>What the piece offers give for what no group took.</summary>
    public long FloorOf(long[] pieces)
    {
        long sum = 0;
        for (int good = 0; good < pieces.Length; good++)
            sum += pieces[good] * Floor[good];
        return sum;
    }

    /// <summary>Gives what no group took to the piece offers.</summary>
    public void GiveRest(Trolley trolley, long[] pieces)
    {
        foreach (int good in Enumerable.Range(0, pieces.Length).OrderBy(good => _givers[good]?.Rank ?? -1))
        {
            if (_givers[good] is { } giver && pieces[good] > 0)
                trolley.Take(giver, [new Member(Lots[good], 1)], Floor[good], pieces[good], pieces[good]);
        }
    }

    private void Offer(BookedPromotion booked, List<int> lots, int[] goods)
    {
        foreach (int lot in lots)
        {
            int good = goods[lot];
            long off = booked.PieceOff(Left[good], Thousandths[good]);
            if (off > Floor[good])
                (Floor[good], _givers[good]) = (off, booked);
        }
    }
}

/// <summary>Pieces of a good in a group.</summary>
internal readonly record struct GoodPieces(int Good, int Part, long Pieces);

/// <summary>The same group a number of times.</summary>
/// <param name="Off">What one group takes off.</param>
internal sealed record Draft(Entrant Entrant, List<GoodPieces> Members, long Off, long Times);
