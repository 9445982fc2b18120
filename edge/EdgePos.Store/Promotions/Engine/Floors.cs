namespace EdgePos.Store;

/// <summary>
/// What each piece gets off in any case: by the best of the piece offers that compete. They need no contest, for what
/// one piece gets changes nothing for another; a group must do better.
/// </summary>
internal sealed class Floors
{
    private readonly List<Rival> _rivals;
    private readonly BookedPromotion?[] _givers;
    private readonly long[] _offs;
    private readonly long[] _rest;

    private Floors() => (_rivals, _givers, _offs, _rest) = ([], [], [], []);

    public Floors(Trolley trolley, List<Rival> rivals)
    {
        _rivals = rivals;
        _givers = new BookedPromotion?[trolley.Count];
        _offs = new long[trolley.Count];
        _rest = new long[trolley.Count];
        for (int lot = 0; lot < _rest.Length; lot++)
            _rest[lot] = trolley[lot].Pieces;
        foreach (var rival in rivals)
        {
            if (rival.Booked.Shape == Shape.Piece)
                Offer(trolley, rival);
        }
    }

    /// <summary>Without piece offers.</summary>
    public static Floors None { get; } = new();

    /// <summary>What a piece of a lot gets off.</summary>
    public long this[int lot] => _offs.Length == 0 ? 0 : _offs[lot];

    /// <summary>Pieces that were given to others.</summary>
    public void Taken(int lot, long pieces)
    {
        if (_rest.Length > 0)
            _rest[lot] -= pieces;
    }

    /// <summary>Gives what nobody else took.</summary>
    public void GiveRest(Trolley trolley)
    {
        foreach (var rival in _rivals)
        {
            if (rival.Booked.Shape != Shape.Piece)
                continue;
            foreach (int lot in rival.Parts[0])
            {
                if (_givers[lot] == rival.Booked && _rest[lot] > 0)
                    trolley.TakeEach(rival.Booked, lot, _rest[lot], _offs[lot]);
            }
        }
    }

    private void Offer(Trolley trolley, Rival rival)
    {
        foreach (int lot in rival.Parts[0])
        {
            long off = rival.Booked.PieceOff(trolley[lot].Left, trolley.ArticleOf(lot).Thousandths);
            if (off > _offs[lot])
                (_offs[lot], _givers[lot]) = (off, rival.Booked);
        }
    }
}
