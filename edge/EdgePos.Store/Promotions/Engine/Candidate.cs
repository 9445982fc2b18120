namespace EdgePos.Store;

/// <summary>A promotion that holds, and the articles of the basket that its parts select.</summary>
internal sealed class Candidate(BookedPromotion booked, ArraySegment<Hit> hits)
{
    public BookedPromotion Booked => booked;

    /// <summary>The lots that may take part now; every lot once, in the order of articles.</summary>
    public List<int> OpenLots(Trolley trolley, int part)
    {
        var lots = new List<int>(hits.Count);
        for (int i = 0; i < hits.Count; i++)
        {
            if (!Takes(trolley, i, part))
                continue;
            for (int lot = hits[i].Article; lot >= 0; lot = trolley[lot].Next)
            {
                if (IsOpen(trolley, lot))
                    lots.Add(lot);
            }
        }

        return lots;
    }

    /// <summary>The pieces of those lots. Most promotions of a basket lack some, and are asked nothing more.</summary>
    public long OpenPieces(Trolley trolley, int part)
    {
        long pieces = 0;
        for (int i = 0; i < hits.Count; i++)
        {
            if (!Takes(trolley, i, part))
                continue;
            for (int lot = hits[i].Article; lot >= 0; lot = trolley[lot].Next)
                pieces += IsOpen(trolley, lot) ? trolley[lot].Pieces : 0;
        }

        return pieces;
    }

    /// <summary>What the threshold counts now: what is left to pay, and whole pieces.</summary>
    public (long Spend, long Pieces) Counted(Trolley trolley)
    {
        long spend = 0, pieces = 0;
        for (int i = 0; i < hits.Count; i++)
        {
            int first = hits[i].Article;
            if (!IsFirst(i, booked.ThresholdPart))
                continue;
            for (int lot = first; lot >= 0; lot = trolley[lot].Next)
            {
                spend += trolley[lot].Left * trolley[lot].Pieces;
                pieces += trolley.Articles[first].Measured ? 0 : trolley[lot].Pieces;
            }
        }

        return (spend, pieces);
    }

    /// <summary>How often the threshold is spent; 0: not reached; 1 where nothing must be spent.</summary>
    public long Reached(Trolley trolley)
    {
        if (booked.Promotion.Threshold is not { } threshold)
            return 1;
        var (spend, pieces) = Counted(trolley);
        if (pieces < threshold.Pieces || spend < (threshold.Spend?.Minor ?? 0))
            return 0;
        return threshold.Spend is { } each ? spend / each.Minor : 1;
    }

    private bool Takes(Trolley trolley, int i, int part) =>
        IsFirst(i, part) && (booked.TakesMeasured || !trolley.Articles[hits[i].Article].Measured);

    private bool IsOpen(Trolley trolley, int lot) =>
        trolley[lot].Left > 0 && trolley.IsOpen(lot, booked.Promotion.Combination);

    // An article may be selected in more than one way; its hits are next to each other.
    private bool IsFirst(int i, int part) =>
        hits[i].Part == part && (i == 0 || hits[i - 1].Part != part || hits[i - 1].Article != hits[i].Article);
}
