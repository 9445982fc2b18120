namespace EdgePos.Store;

/// <summary>
/// Looks for the best way to give a contest's pieces to groups: takes the dearest piece that is open, tries every group
/// it can be in, then that it is in none. Cut short where even the highest hope is not above the best so far, where the
/// same pieces were open before at no less, and where the steps are spent: then the best so far stands.
/// </summary>
internal sealed class BestAssignment
{
    private const long MostPieces = 64;
    private const long MostStates = 1L << 60;

    private readonly Contest _contest;
    private readonly SearchSteps _steps;
    private readonly long[] _open;
    private readonly long[] _times;
    private readonly long[] _hopes;
    private readonly long[] _radix;
    private readonly long[] _timesRadix;
    private readonly Dictionary<long, long> _seen = [];
    private readonly List<Draft> _path = [];
    private readonly List<GoodPieces> _group = [];
    private List<Draft>? _bestPath;
    private long _best;
    private long _hope;
    private long _state;

    private BestAssignment(Contest contest, long[] open, long best, SearchSteps steps)
    {
        (_contest, _best, _steps) = (contest, best, steps);
        _open = [.. open];
        _times = [.. contest.Entrants.Select(entrant => Math.Min(entrant.MaxTimes, MostPieces))];
        _hopes = [.. contest.Floor];
        foreach (var entrant in contest.Entrants)
        {
            for (int part = 0; part < entrant.Parts.Length; part++)
            {
                foreach (int good in entrant.Parts[part])
                    _hopes[good] = Math.Max(_hopes[good], entrant.MostShare(good, part));
            }
        }

        for (int good = 0; good < _open.Length; good++)
            _hope += _open[good] * _hopes[good];
        (_radix, _timesRadix) = (new long[_open.Length], new long[_times.Length]);
    }

    /// <summary>Groups that are better than what is known; null: there are none, or too much to look at.</summary>
    /// <param name="known">What is known to come off, piece offers included.</param>
    public static (List<Draft> Drafts, long Value)? Search(
        Contest contest, long[] open, long known, SearchSteps steps)
    {
        long pieces = 0;
        foreach (long some in open)
            pieces = Math.Min(MostPieces + 1, pieces + some);
        if (pieces > MostPieces)
            return null;
        var search = new BestAssignment(contest, open, known, steps);
        if (search._hope <= known || !search.Number())
            return null;
        search.Next(0, 0);
        return search._bestPath is { } drafts ? (drafts, search._best) : null;
    }

    // Gives each state a number of its own: what is open, and how often limited promotions may still be used.
    private bool Number()
    {
        Int128 states = 1;
        for (int good = 0; good < _open.Length; good++)
        {
            _radix[good] = (long)states;
            states *= _open[good] + 1;
            if (states > MostStates)
                return false;
        }

        for (int i = 0; i < _times.Length; i++)
        {
            bool limited = _contest.Entrants[i].MaxTimes < MostPieces;
            _timesRadix[i] = limited ? (long)states : 0;
            states *= limited ? _times[i] + 1 : 1;
            if (states > MostStates)
                return false;
        }

        return true;
    }

    private void Next(int good, long value)
    {
        _steps.Take();
        while (good < _open.Length && _open[good] == 0)
            good++;
        if (good == _open.Length)
        {
            if (value > _best)
                (_best, _bestPath) = (value, [.. _path]);
            return;
        }

        if (_steps.Spent || value + _hope <= _best || (_seen.TryGetValue(_state, out long before) && before >= value))
            return;
        _seen[_state] = value;
        for (int i = 0; i < _times.Length; i++)
        {
            if (_times[i] == 0)
                continue;
            var entrant = _contest.Entrants[i];
            for (int part = 0; part < entrant.Parts.Length; part++)
            {
                if (Array.BinarySearch(entrant.Parts[part], good) < 0)
                    continue;
                Put(good, part);
                Fill(i, good, part, 0, 0, entrant.Terms.Needs[0] - (part == 0 ? 1 : 0), value);
                Pull(good);
            }
        }

        Move(good, -1);
        Next(good, value + _contest.Floor[good]);
        Move(good, 1);
    }

    // Tries all ways to fill a group that holds one piece already, the pinned one: part after part, dearest first.
    private void Fill(int i, int pinned, int pinnedPart, int part, int from, int need, long value)
    {
        var entrant = _contest.Entrants[i];
        if (need == 0 && part + 1 < entrant.Parts.Length)
        {
            int next = part + 1;
            Fill(i, pinned, pinnedPart, next, 0, entrant.Terms.Needs[next] - (next == pinnedPart ? 1 : 0), value);
            return;
        }

        if (need == 0)
        {
            Close(i, pinned, value);
            return;
        }

        int[] goods = entrant.Parts[part];
        for (int at = from; at < goods.Length && !_steps.Spent; at++)
        {
            if (_open[goods[at]] == 0)
                continue;
            _steps.Take();
            Put(goods[at], part);
            Fill(i, pinned, pinnedPart, part, at, need - 1, value);
            Pull(goods[at]);
        }
    }

    private void Close(int i, int good, long value)
    {
        var entrant = _contest.Entrants[i];
        long off = entrant.OffOf(_group);
        if (off <= 0 || value + off + _hope <= _best)
            return;
        List<GoodPieces> members = [.. _group];
        _group.Clear();
        _path.Add(new Draft(entrant, members, off, 1));
        _times[i]--;
        _state -= _timesRadix[i];
        Next(good, value + off);
        _state += _timesRadix[i];
        _times[i]++;
        _path.RemoveAt(_path.Count - 1);
        _group.AddRange(members);
    }

    private void Put(int good, int part)
    {
        Move(good, -1);
        _group.Add(new GoodPieces(good, part, 1));
    }

    private void Pull(int good)
    {
        _group.RemoveAt(_group.Count - 1);
        Move(good, 1);
    }

    private void Move(int good, int pieces)
    {
        _open[good] += pieces;
        _hope += pieces * _hopes[good];
        _state += pieces * _radix[good];
    }
}
