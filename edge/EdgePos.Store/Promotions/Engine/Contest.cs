namespace EdgePos.Store;

/// <summary>Goods, and the promotions that compete for them. A good is an open lot, known by its place here.</summary>
internal sealed class Contest
{
    /// <param name="marks">One for each lot of the trolley; zero before and after.</param>
    public Contest(Trolley trolley, List<Rival> rivals, Floors floors, int[] marks)
    {
        var lots = new List<int>();
        foreach (var rival in rivals)
        {
            foreach (var part in rival.Parts)
            {
                foreach (int lot in part)
                {
                    if (marks[lot]++ == 0)
                        lots.Add(lot);
                }
            }
        }

        // Dearest first: groups are then formed from the front, and the cheapest of a group is its last.
        lots.Sort((a, b) =>
            trolley[a].Left != trolley[b].Left ? trolley[b].Left.CompareTo(trolley[a].Left) : a.CompareTo(b));
        Lots = [.. lots];
        (Pieces, Left) = (new long[Lots.Length], new long[Lots.Length]);
        (Floor, Thousandths) = (new long[Lots.Length], new long[Lots.Length]);
        for (int good = 0; good < Lots.Length; good++)
        {
            ref readonly var lot = ref trolley[Lots[good]];
            (Pieces[good], Left[good]) = (lot.Pieces, lot.Left);
            (Floor[good], Thousandths[good]) = (floors[Lots[good]], trolley.Articles[lot.Article].Thousandths);
            marks[Lots[good]] = good;
        }

        foreach (var rival in rivals)
        {
            int[][] parts = Array.ConvertAll(rival.Parts, part => GoodsOf(part, marks));
            if (rival.Booked.Shape == Shape.Whole)
                Wholes.Add(new WholeEntrant(rival.Booked, parts[0], rival.Reached));
            else
                Entrants.Add(new Entrant(rival.Booked, this, parts));
        }

        foreach (int lot in lots)
            marks[lot] = 0;
    }

    /// <summary>The lots that the goods are.</summary>
    public int[] Lots { get; }

    /// <summary>Pieces of each good.</summary>
    public long[] Pieces { get; }

    /// <summary>What is left to pay for each piece.</summary>
    public long[] Left { get; }

    /// <summary>1000, or the measure.</summary>
    public long[] Thousandths { get; }

    /// <summary>What a piece gets off in any case.</summary>
    public long[] Floor { get; }

    /// <summary>Room for counting pieces of each good.</summary>
    public long[] Scratch => field ??= new long[Lots.Length];

    /// <summary>Those that form groups.</summary>
    public List<Entrant> Entrants { get; } = [];

    /// <summary>Those that take all they can get.</summary>
    public List<WholeEntrant> Wholes { get; } = [];

    /// <summary>True where filling group after group is best: one promotion, whose parts are apart.</summary>
    public bool IsPlain => Entrants.Count == 0
        || (Entrants.Count == 1 && Entrants[0].PartsAreApart && Array.TrueForAll(Floor, off => off == 0));

    /// <summary>True where an offer on the whole has nobody to compete with.</summary>
    public bool IsOneWhole => Entrants.Count == 0 && Wholes.Count == 1 && Array.TrueForAll(Floor, off => off == 0);

    /// <summary>What so many pieces get off in any case.</summary>
    public long FloorOf(long[] pieces)
    {
        long sum = 0;
        for (int good = 0; good < pieces.Length; good++)
            sum += pieces[good] * Floor[good];
        return sum;
    }

    private static int[] GoodsOf(List<int> part, int[] marks)
    {
        int[] goods = new int[part.Count];
        for (int i = 0; i < goods.Length; i++)
            goods[i] = marks[part[i]];
        return goods;
    }
}

/// <summary>Pieces of a good in a group.</summary>
internal readonly record struct GoodPieces(int Good, int Part, long Pieces);

/// <summary>The same group a number of times.</summary>
/// <param name="Off">What one group takes off.</param>
internal sealed record Draft(Entrant Entrant, List<GoodPieces> Members, long Off, long Times);
