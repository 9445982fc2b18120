namespace EdgePos.Store;

/// <summary>A promotion that takes all of a contest's goods that it can get.</summary>
/// <param name="reached">How often its threshold is spent.</param>
internal sealed class WholeEntrant(BookedPromotion booked, int[] goods, long reached)
{
    public BookedPromotion Booked => booked;

    /// <summary>What it takes of the open pieces, and what it takes off them.</summary>
    public Gift Of(Contest contest, long[] open)
    {
        var members = new List<GoodPieces>(goods.Length);
        long sum = 0, pieces = 0;
        foreach (int good in goods)
        {
            if (open[good] == 0)
                continue;
            members.Add(new GoodPieces(good, 0, open[good]));
            sum += open[good] * contest.Left[good];
            pieces += open[good];
        }

        int? most = booked.Promotion.MaxTimes;
        switch (booked.Promotion.Offer)
        {
            case BasketPercent percent:
                return new Gift(booked, members, Rounding.MulDiv(sum, percent.Off.Ppm, Rate.Whole), 1);
            case BasketAmount amount:
                long each = Math.Min(most ?? 1, reached);
                return new Gift(booked, members, (long)Int128.Min(sum, (Int128)amount.Off.Minor * each), each);
            case CheapestFree cheapest:
                long times = Math.Min(most ?? long.MaxValue, pieces / cheapest.Pieces);
                return new Gift(booked, members, Cheapest(contest, members, times * cheapest.Free), times);
            default:
                throw new InvariantBroken("an offer on the whole is one of three");
        }
    }

    private static long Cheapest(Contest contest, List<GoodPieces> members, long free)
    {
        long off = 0;
        members.Sort(static (a, b) => a.Good.CompareTo(b.Good)); // goods are dearest first
        for (int i = members.Count - 1; free > 0; i--)
        {
            long pieces = Math.Min(free, members[i].Pieces);
            off += pieces * contest.Left[members[i].Good];
            free -= pieces;
        }

        return off;
    }
}

/// <summary>What a promotion takes off some goods, all in all.</summary>
internal readonly record struct Gift(BookedPromotion Booked, List<GoodPieces> Members, long Off, long Times);
