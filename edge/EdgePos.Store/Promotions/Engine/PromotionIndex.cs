namespace EdgePos.Store;

/// <summary>Finds the promotions that the goods of a basket may take part in, without looking at the others.</summary>
internal sealed class PromotionIndex
{
    private readonly BookedPromotion[] _promotions;
    private readonly Dictionary<string, List<Place>> _bySku = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> _byDepartment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Place>> _byTag = new(StringComparer.Ordinal);
    private readonly List<Place> _everything = [];

    /// <param name="promotions">In the order of their ranks.</param>
    public PromotionIndex(BookedPromotion[] promotions)
    {
        _promotions = promotions;
        foreach (var booked in promotions)
        {
            for (int part = 0; part < booked.Parts.Length; part++)
            {
                var selector = booked.Parts[part].Selector;
                var place = new Place(booked.Rank, part, booked.Parts[part].HasExceptions ? booked.Parts[part] : null);
                Add(_bySku, selector.Skus, place);
                Add(_byDepartment, selector.Departments, place);
                Add(_byTag, selector.Tags, place);
                if (selector.Reach == Reach.Everything)
                    _everything.Add(place);
            }
        }
    }

    /// <summary>The promotions that hold and have goods in the basket, in the order of their ranks.</summary>
    public Candidate[] Candidates(List<Article> articles, PromotionContext context)
    {
        var everything = _everything.Count == 0 ? _everything : _everything.FindAll(place => _promotions[place.Rank].HoldsFor(context));
        var hits = new List<Hit>(articles.Count * 8);
        for (int article = 0; article < articles.Count; article++)
        {
            var line = articles[article].Line;
            Find(_bySku, line.Sku, line, article, hits);
            Find(_byDepartment, line.Department, line, article, hits);
            foreach (string tag in line.Tags)
                Find(_byTag, tag, line, article, hits);
            AddHits(everything, line, article, hits);
        }

        hits.Sort();
        return Grouped([.. hits], context);
    }

    private static void Find(Dictionary<string, List<Place>> by, string name, PromotionLine line, int article, List<Hit> hits)
    {
        if (by.TryGetValue(name, out var places))
            AddHits(places, line, article, hits);
    }

    private static void AddHits(List<Place> places, PromotionLine line, int article, List<Hit> hits)
    {
        foreach (var place in places)
        {
            if (place.Excepting?.Excepts(line) != true)
                hits.Add(new Hit(place.Rank, place.Part, article));
        }
    }

    private Candidate[] Grouped(Hit[] hits, PromotionContext context)
    {
        var candidates = new List<Candidate>();
        for (int start = 0, end; start < hits.Length; start = end)
        {
            end = start + 1;
            while (end < hits.Length && hits[end].Rank == hits[start].Rank)
                end++;
            var booked = _promotions[hits[start].Rank];
            if (booked.HoldsFor(context))
                candidates.Add(new Candidate(booked, new ArraySegment<Hit>(hits, start, end - start)));
        }

        return [.. candidates];
    }

    private static void Add(Dictionary<string, List<Place>> by, IEnumerable<string> names, Place place)
    {
        foreach (string name in names)
        {
            if (!by.TryGetValue(name, out var places))
                by[name] = places = [];
            places.Add(place);
        }
    }

    // Most parts except nothing, and then the promotion is not looked at for every article.
    private readonly record struct Place(int Rank, int Part, BookedPart? Excepting);
}

/// <summary>An article that a part of a promotion selects. Sorts by rank, part, article.</summary>
internal readonly struct Hit(int rank, int part, int article) : IComparable<Hit>
{
    private readonly long _key = ((long)rank << 32) | ((long)part << 24) | (uint)article;

    public int Rank => (int)(_key >> 32);

    public int Part => (int)(_key >> 24) & 0xFF;

    public int Article => (int)_key & 0xFF_FFFF;

    public int CompareTo(Hit other) => _key.CompareTo(other._key);
}
