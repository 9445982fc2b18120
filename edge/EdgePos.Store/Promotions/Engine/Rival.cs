namespace EdgePos.Store;

/// <summary>A promotion that can take part, and the lots that its parts may take from.</summary>
/// <param name="Reached">How often the threshold is spent; one where nothing must be spent.</param>
internal sealed record Rival(BookedPromotion Booked, List<int>[] Parts, long Reached)
{
    private static readonly int[] OnePiece = [1];

    /// <summary>Null: its threshold is not reached, or a part lacks pieces.</summary>
    public static Rival? Of(Trolley trolley, Candidate candidate)
    {
        long reached = candidate.Reached(trolley);
        if (reached == 0)
            return null;
        int[] needs = candidate.Booked.Terms?.Needs ?? OnePiece;
        for (int part = 0; part < needs.Length; part++)
        {
            if (candidate.OpenPieces(trolley, part) < needs[part])
                return null;
        }

        var parts = new List<int>[needs.Length];
        for (int part = 0; part < needs.Length; part++)
            parts[part] = candidate.OpenLots(trolley, part);
        return new Rival(candidate.Booked, parts, reached);
    }
}
