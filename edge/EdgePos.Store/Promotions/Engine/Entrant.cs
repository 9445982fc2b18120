namespace EdgePos.Store;

/// <summary>A promotion that forms groups of a contest's goods.</summary>
internal sealed class Entrant(BookedPromotion booked, Contest contest, int[][] parts)
{
    public BookedPromotion Booked => booked;

    public GroupTerms Terms { get; } = booked.Terms!;

    /// <summary>The goods of each part, dearest first.</summary>
    public int[][] Parts { get; } = Array.ConvertAll(parts, Sorted);

    /// <summary>The goods of each part in the order in which groups are filled.</summary>
    public int[][] Orders => field ??= ByAppetite();

    /// <summary>Most groups.</summary>
    public long MaxTimes { get; } = booked.Promotion.MaxTimes ?? long.MaxValue;

    /// <summary>True where no good is in two parts.</summary>
    public bool PartsAreApart { get; } = parts.Length == 1
        || parts.Sum(part => part.Length) == parts.SelectMany(part => part).Distinct().Count();

    /// <summary>What a group takes off.</summary>
    /// <param name="members">Where the cheapest are lowered: the dearest first.</param>
    public long OffOf(List<GoodPieces> members)
    {
        long sum = 0;
        switch (Terms.Reward)
        {
            case Reward.Price:
                foreach (var member in members)
                    sum += contest.Left[member.Good] * member.Pieces;
                return sum - Terms.Price;
            case Reward.Cheapest:
                long lowered = Terms.Lowered;
                for (int i = members.Count - 1; lowered > 0; i--)
                {
                    long pieces = Math.Min(lowered, members[i].Pieces);
                    sum += pieces * Terms.Lower(contest.Left[members[i].Good]);
                    lowered -= pieces;
                }

                return sum;
            case Reward.SecondPart:
                foreach (var member in members)
                    sum += member.Part == 1 ? Terms.Lower(contest.Left[member.Good]) * member.Pieces : 0;
                return sum;
            case Reward.Piece:
            default:
                return PieceOff(members[0].Good);
        }
    }

    /// <summary>A piece's share in what a group takes off: no group takes off more than its pieces' shares.</summary>
    public long MostShare(int good, int part) => Terms.Reward switch
    {
        Reward.Price => Math.Max(0, contest.Left[good] - (Terms.Price / Terms.Size)),
        // The mean of the cheapest is at most the mean of all.
        Reward.Cheapest => ((Terms.Lower(contest.Left[good]) * Terms.Lowered) + Terms.Size - 1) / Terms.Size,
        Reward.SecondPart => part == 1 ? Terms.Lower(contest.Left[good]) : 0,
        Reward.Piece => PieceOff(good),
    };

    // How gladly a group takes a piece.
    private long Appetite(int good, int part) => Terms.Reward switch
    {
        Reward.Price => contest.Left[good] - contest.Floor[good],
        Reward.Cheapest => contest.Left[good],
        // What is bought is not lowered by it: the pieces that nothing else would lower, and of those the cheapest.
        Reward.SecondPart => part == 1 ? Terms.Lower(contest.Left[good]) - contest.Floor[good]
            : -contest.Floor[good] - contest.Left[good],
        Reward.Piece => PieceOff(good) - contest.Floor[good],
    };

    private int[][] ByAppetite()
    {
        int[][] orders = new int[Parts.Length][];
        for (int part = 0; part < orders.Length; part++)
        {
            orders[part] = [.. Parts[part]];
            long[] dislikes = Array.ConvertAll(orders[part], good => -Appetite(good, part));
            Array.Sort(dislikes, orders[part]);
        }

        return orders;
    }

    private long PieceOff(int good) => booked.PieceOff(contest.Left[good], contest.Thousandths[good]);

    private static int[] Sorted(int[] part)
    {
        Array.Sort(part);
        return part;
    }
}
