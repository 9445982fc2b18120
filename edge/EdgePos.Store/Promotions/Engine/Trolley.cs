namespace EdgePos.Store;

/// <summary>What has happened to the pieces of a lot.</summary>
[Flags]
internal enum Standing
{
    /// <summary>Nothing.</summary>
    Untouched = 0,

    /// <summary>They took part in a promotion.</summary>
    Touched = 1,

    /// <summary>In an exclusive one.</summary>
    Taken = 2,

    /// <summary>In one that stands alone.</summary>
    Alone = 4,
}

/// <summary>What came off a piece, the last first.</summary>
internal sealed record Trail(BookedPromotion Booked, long Off, Trail? Before);

/// <summary>Pieces of an article to which the same has happened.</summary>
internal struct Lot
{
    public int Article;
    public long Pieces;
    public long Left; // to pay for each piece
    public Standing Standing;
    public Trail? Trail;
    public int Next; // lot of the same article; -1: none
}

/// <summary>The pieces of a basket and what promotions have done to them so far.</summary>
internal sealed class Trolley
{
    private Lot[] _lots;
    private int[] _marks = [];
    private readonly List<Applied> _applied = [];

    public Trolley(List<Article> articles)
    {
        Articles = articles;
        _lots = new Lot[articles.Count + 8];
        for (Count = 0; Count < articles.Count; Count++)
        {
            var article = articles[Count];
            _lots[Count] = new Lot { Article = Count, Pieces = article.Pieces, Left = article.Price, Next = -1 };
        }
    }

    public List<Article> Articles { get; }

    /// <summary>Lots; that of the number of an article is its first.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<Applied> Applied => _applied;

    public ref readonly Lot this[int lot] => ref _lots[lot];

    public Article ArticleOf(int lot) => Articles[_lots[lot].Article];

    /// <summary>A zero for each lot; who writes there leaves zeros.</summary>
    public int[] Marks()
    {
        if (_marks.Length < Count)
            _marks = new int[_lots.Length];
        return _marks;
    }

    /// <summary>Whether the pieces of a lot may take part in a promotion.</summary>
    public bool IsOpen(int lot, Combination combination) => combination switch
    {
        Combination.Combinable => (_lots[lot].Standing & Standing.Alone) == 0,
        Combination.Exclusive => (_lots[lot].Standing & (Standing.Taken | Standing.Alone)) == 0,
        Combination.Alone => _lots[lot].Standing == Standing.Untouched,
    };

    /// <summary>Takes an amount off some pieces, spread by what each costs, the whole so many times.</summary>
    /// <param name="members">The pieces of one time.</param>
    /// <param name="off">What comes off at one time.</param>
    /// <param name="times">So often, each time other pieces of the same lots.</param>
    /// <param name="counted">What the customer is told it was, in times.</param>
    public void Take(BookedPromotion booked, ReadOnlySpan<Member> members, long off, long times, long counted)
    {
        foreach (var cut in Spread.Over(members, this, off))
            Cut(cut.Lot, checked(cut.Pieces * times), cut.Off, booked);
        Note(booked, counted, off * times);
    }

    /// <summary>Takes an amount off each of some pieces of a lot.</summary>
    public void TakeEach(BookedPromotion booked, int lot, long pieces, long off)
    {
        Cut(lot, pieces, off, booked);
        Note(booked, pieces, off * pieces);
    }

    // All that a promotion gives, it gives in one go.
    private void Note(BookedPromotion booked, long times, long total)
    {
        if (_applied.Count > 0 && _applied[^1].Booked == booked)
            _applied[^1] = new Applied(booked, _applied[^1].Times + times, _applied[^1].Total + total);
        else
            _applied.Add(new Applied(booked, times, total));
    }

    // The pieces that are touched become a lot of their own, unless they are all there are.
    private void Cut(int lot, long pieces, long off, BookedPromotion booked)
    {
        Invariant.Check(pieces <= _lots[lot].Pieces, "a piece is given once");
        Invariant.Check(off >= 0 && off <= _lots[lot].Left, "nothing costs less than nothing");
        if (pieces < _lots[lot].Pieces)
        {
            if (Count == _lots.Length)
                Array.Resize(ref _lots, Count * 2);
            _lots[Count] = _lots[lot] with { Pieces = pieces };
            _lots[lot].Pieces -= pieces;
            _lots[lot].Next = Count;
            lot = Count++;
        }

        ref var cut = ref _lots[lot];
        cut.Left -= off;
        cut.Standing |= booked.Marks;
        if (off > 0)
            cut.Trail = new Trail(booked, off, cut.Trail);
    }
}

/// <summary>What a promotion gave.</summary>
internal readonly record struct Applied(BookedPromotion Booked, long Times, long Total);

/// <summary>Pieces of a lot that take part in a promotion.</summary>
internal readonly record struct Member(int Lot, long Pieces);
