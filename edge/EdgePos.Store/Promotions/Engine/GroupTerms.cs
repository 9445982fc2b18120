namespace EdgePos.Store;

/// <summary>How a group is rewarded.</summary>
internal enum Reward
{
    /// <summary>All of it for a price.</summary>
    Price,

    /// <summary>The cheapest pieces of its one part are lowered.</summary>
    Cheapest,

    /// <summary>The pieces of its second part are lowered.</summary>
    SecondPart,

    /// <summary>Its one piece is lowered as by a piece offer.</summary>
    Piece,
}

/// <summary>What a group takes from each part, and its reward.</summary>
internal sealed record GroupTerms(int[] Needs, Reward Reward)
{
    /// <summary>What the group costs, where it has a price.</summary>
    public long Price { get; private init; }

    /// <summary>How many of the cheapest are lowered.</summary>
    public int Lowered { get; private init; }

    /// <summary>By how much pieces are lowered.</summary>
    public Rate Off { get; private init; }

    /// <summary>Pieces of a group.</summary>
    public int Size { get; } = Needs.Sum();

    public static GroupTerms Of(Offer offer) => offer switch
    {
        NForPrice group => new([group.Pieces], Reward.Price) { Price = group.Price.Minor },
        NForM group => Cheapest(group.Pieces, group.Pieces - group.Paid, new Rate(Rate.Whole)),
        BuyXGetY { From: null } group => Cheapest(group.Buy + group.Get, group.Get, group.Off),
        BuyXGetY group => new([group.Buy, group.Get], Reward.SecondPart) { Off = group.Off },
        SetForPrice set => new([set.Pieces, .. set.Others.Select(part => part.Pieces)], Reward.Price)
        {
            Price = set.Price.Minor,
        },
        _ => new([1], Reward.Piece),
    };

    /// <summary>What a lowered piece is lowered by.</summary>
    public long Lower(long left) => Rounding.MulDiv(left, Off.Ppm, Rate.Whole);

    private static GroupTerms Cheapest(int pieces, int lowered, Rate off) =>
        new([pieces], Reward.Cheapest) { Lowered = lowered, Off = off };
}
