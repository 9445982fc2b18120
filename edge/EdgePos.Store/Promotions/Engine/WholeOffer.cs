namespace EdgePos.Store;

/// <summary>What an offer on the whole would take off, and off what.</summary>
internal readonly record struct WholeOffer(Member[] Members, long Off, long Times)
{
    /// <param name="reached">How often the threshold was spent.</param>
    public static WholeOffer On(Trolley trolley, Candidate candidate, long reached)
    {
        var members = candidate.OpenLots(trolley, 0).ConvertAll(lot => new Member(lot, trolley[lot].Pieces)).ToArray();
        long sum = 0, pieces = 0;
        foreach (var member in members)
        {
            sum += member.Pieces * trolley[member.Lot].Left;
            pieces += member.Pieces;
        }

        int? most = candidate.Booked.Promotion.MaxTimes;
        switch (candidate.Booked.Promotion.Offer)
        {
            case BasketPercent percent:
                return new WholeOffer(members, Rounding.MulDiv(sum, percent.Off.Ppm, Rate.Whole), 1);
            case BasketAmount amount:
                long each = Math.Min(most ?? 1, reached);
                return new WholeOffer(members, (long)Int128.Min(sum, (Int128)amount.Off.Minor * each), each);
            case CheapestFree cheapest:
                long times = Math.Min(most ?? long.MaxValue, pieces / cheapest.Pieces);
                return new WholeOffer(members, Cheapest(trolley, members, times * cheapest.Free), times);
            default:
                return default;
        }
    }

    private static long Cheapest(Trolley trolley, Member[] members, long free)
    {
        long off = 0;
        foreach (var member in members.OrderBy(member => trolley[member.Lot].Left))
        {
            long pieces = Math.Min(free, member.Pieces);
            off += pieces * trolley[member.Lot].Left;
            free -= pieces;
        }

        return off;
    }
}
