namespace EdgePos.Store;

/// <summary>A promotion that holds, and the articles of the basket that its parts select.</summary>
internal sealed class Candidate(BookedPromotion booked, ArraySegment<Hit> hits)
{
    public BookedPromotion Booked => booked;

    /// <summary>The lots that may take part now; every lot once, in the order of articles.</summary>
    public List<int> OpenLots(Trolley trolley, int part)
    {
        var lots = new List<int>(hits.Count);
        foreach (int first in ArticlesOf(part))
        {
            if (trolley.Articles[first].Measured && !booked.TakesMeasured)
                continue;
            for (int lot = first; lot >= 0; lot = trolley[lot].Next)
            {
                if (trolley[lot].Left > 0 && trolley.IsOpen(lot, booked.Promotion.Combination))
                    lots.Add(lot);
            }
        }

        return lots;
    }

    /// <summary>What the threshold counts now: what is left to pay, and whole pieces.</summary>
    public (long Spend, long Pieces) Counted(Trolley trolley)
    {
        long spend = 0, pieces = 0;
        foreach (int first in ArticlesOf(booked.ThresholdPart))
        {
            for (int lot = first; lot >= 0; lot = trolley[lot].Next)
            {
                spend += trolley[lot].Left * trolley[lot].Pieces;
                pieces += trolley.Articles[first].Measured ? 0 : trolley[lot].Pieces;
            }
        }

        return (spend, pieces);
    }

    /// <summary>How often a whole offer's threshold is spent; 0: not reached. Once where nothing must be spent.</summary>
    public long Reached(Trolley trolley)
    {
        if (booked.Promotion.Threshold is not { } threshold)
            return 1;
        var (spend, pieces) = Counted(trolley);
        if (pieces < threshold.Pieces || spend < (threshold.Spend?.Minor ?? 0))
            return 0;
        return threshold.Spend is { } each ? spend / each.Minor : 1;
    }

    private IEnumerable<int> ArticlesOf(int part)
    {
        int last = -1;
        foreach (var hit in hits)
        {
            // An article may be selected in more than one way.
            if (hit.Part == part && hit.Article != last)
                yield return last = hit.Article;
        }
    }
}
