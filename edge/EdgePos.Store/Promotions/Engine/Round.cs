namespace EdgePos.Store;

/// <summary>One priority: those that compete first, as is best for the customer; then those that combine, by their codes.</summary>
internal static class Round
{
    private const int MostLeads = 8;

    public static Trolley Play(Trolley trolley, List<Candidate> candidates, SearchSteps steps)
    {
        var pieces = new List<Candidate>();
        var wholes = new List<(Candidate One, long Reached)>();
        foreach (var one in candidates)
        {
            if (one.Booked.Promotion.Combination == Combination.Combinable || one.Reached(trolley) is not (> 0 and var reached))
                continue;
            if (one.Booked.Shape == Shape.Whole)
                wholes.Add((one, reached));
            else
                pieces.Add(one);
        }

        trolley = BestOf(trolley, pieces, wholes, steps);
        foreach (var one in candidates)
        {
            if (one.Booked.Promotion.Combination == Combination.Combinable)
                Combine(trolley, one, steps);
        }

        return trolley;
    }

    // A whole offer competes as one: it has its goods before all others, or what those leave.
    private static Trolley BestOf(
        Trolley trolley, List<Candidate> pieces, List<(Candidate One, long Reached)> wholes, SearchSteps steps)
    {
        var best = Sequence(wholes.Count == 0 ? trolley : trolley.Copy(), -1);
        foreach (int lead in Enumerable.Range(0, wholes.Count).OrderByDescending(i => Worth(trolley, i)).Take(MostLeads))
        {
            var other = Sequence(trolley.Copy(), lead);
            if (other.Given > best.Given)
                best = other;
        }

        return best;

        long Worth(Trolley on, int i) => WholeOffer.On(on, wholes[i].One, wholes[i].Reached).Off;

        Trolley Sequence(Trolley on, int lead)
        {
            var open = Enumerable.Range(0, wholes.Count).Where(i => i != lead).ToList();
            if (lead >= 0)
                Give(on, wholes[lead]);
            Competition.Settle(on, pieces, steps);
            while (open.Count > 0)
            {
                int next = open.MaxBy(i => Worth(on, i)); // of equal ones the first
                Give(on, wholes[next]);
                open.Remove(next);
            }

            return on;
        }
    }

    private static void Combine(Trolley trolley, Candidate one, SearchSteps steps)
    {
        if (one.Reached(trolley) is not (> 0 and var reached))
            return;
        if (one.Booked.Shape == Shape.Whole)
            Give(trolley, (one, reached));
        else
            Competition.Settle(trolley, [one], steps);
    }

    private static void Give(Trolley trolley, (Candidate One, long Reached) whole)
    {
        var offer = WholeOffer.On(trolley, whole.One, whole.Reached);
        if (offer.Off > 0)
            trolley.Take(whole.One.Booked, offer.Members, offer.Off, 1, offer.Times);
    }
}
