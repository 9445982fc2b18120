namespace EdgePos.Store;

/// <summary>Pieces of a lot and what comes off each.</summary>
internal readonly record struct Cut(int Lot, long Pieces, long Off);

/// <summary>Spreads an amount over pieces by what each costs, to the minor unit, by the largest remainder.</summary>
/// <remarks>No piece gets more than it costs where the amount is at most what all cost; the sum is exact.</remarks>
internal static class Spread
{
    /// <summary>What comes off; pieces of a lot may come in two cuts, that differ by one minor unit.</summary>
    public static List<Cut> Over(ReadOnlySpan<Member> members, Trolley trolley, long amount)
    {
        Int128 whole = 0;
        foreach (var member in members)
            whole += (Int128)member.Pieces * trolley[member.Lot].Left;
        Invariant.Check(amount >= 0 && amount <= whole, "no more comes off than there is to pay");

        var cuts = new List<Cut>(members.Length + 1);
        if (members.Length == 1 && amount % members[0].Pieces == 0)
        {
            cuts.Add(new Cut(members[0].Lot, members[0].Pieces, amount / members[0].Pieces));
            return cuts;
        }

        var remainders = new (Int128 Key, int Index)[members.Length];
        long open = amount;
        for (int i = 0; i < members.Length; i++)
        {
            var (off, over) = whole == 0 ? default : DivRem(amount, trolley[members[i].Lot].Left, whole);
            cuts.Add(new Cut(members[i].Lot, members[i].Pieces, off));
            remainders[i] = (-over, i);
            open -= off * members[i].Pieces;
        }

        Array.Sort(remainders); // the largest first; of equal ones the first
        for (int k = 0; open > 0; k++)
        {
            int i = remainders[k].Index;
            var (lot, pieces, off) = cuts[i];
            long dearer = Math.Min(open, pieces);
            open -= dearer;
            cuts[i] = new Cut(lot, dearer, off + 1);
            if (dearer < pieces)
                cuts.Add(new Cut(lot, pieces - dearer, off));
        }

        return cuts;
    }

    private static (long Off, Int128 Over) DivRem(long amount, long left, Int128 whole)
    {
        if (amount <= int.MaxValue && left <= int.MaxValue)
        {
            var (quotient, remainder) = Math.DivRem(amount * left, (long)whole);
            return (quotient, remainder);
        }

        var (off, rest) = Int128.DivRem((Int128)amount * left, whole);
        return ((long)off, rest);
    }
}
