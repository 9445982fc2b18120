namespace EdgePos.Devices;

/// <summary>What a virtual scale's load cell says at a moment.</summary>
/// <param name="IsMoving">It has not come to rest.</param>
/// <param name="Gross">Grams, rounded to the scale's step.</param>
/// <param name="Tare">Packing that it takes off, grams; 0: none.</param>
/// <param name="IsOver">More than it can weigh.</param>
/// <param name="Movements">How often something was put on or taken off.</param>
internal readonly record struct PlatformState(bool IsMoving, long Gross, long Tare, bool IsOver, long Movements)
{
    public long Net => Gross - Tare;

    public bool IsNet => Tare != 0;

    public bool IsBelowZero => Net < 0;
}

/// <summary>
/// What lies on a virtual scale, and its keys. Things that are put on it or taken off move for a while; zero and tare are taken at
/// rest only, zero within 2 % of what it can weigh (OIML R 76-1, 4.5.1).
/// </summary>
public sealed class ScalePlatform
{
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private readonly long _capacity, _step;
    private long _load, _zero, _tare, _movements;
    private long _movedAt;
    private TimeSpan _movesFor;

    internal ScalePlatform(TimeProvider time, long capacity, long step) => (_time, _capacity, _step) = (time, capacity, step);

    /// <summary>How long it moves when something is put on it.</summary>
    public TimeSpan Unrest { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Puts something on it, in the place of what lies there.</summary>
    /// <param name="grams">May be more than it can weigh, or less than nothing: the pan was lifted.</param>
    public void Put(long grams)
    {
        lock (_turn)
            (_load, _movements, _movedAt, _movesFor) = (grams, _movements + 1, _time.GetTimestamp(), Unrest);
    }

    /// <summary>Takes everything off.</summary>
    public void TakeOff() => Put(0);

    /// <summary>The key for zero.</summary>
    /// <returns>False: it does not do it now.</returns>
    public bool PressZero()
    {
        lock (_turn)
        {
            if (StateNow() is not { IsMoving: false, IsNet: false } || Math.Abs(_load) > _capacity / 50)
                return false;
            _zero = _load;
            return true;
        }
    }

    /// <summary>The key for tare: what lies there is packing.</summary>
    /// <returns>False: it does not do it now.</returns>
    public bool PressTare()
    {
        lock (_turn)
        {
            if (StateNow() is not { IsMoving: false, IsOver: false, Gross: >= 0 } state)
                return false;
            _tare = state.Gross;
            return true;
        }
    }

    /// <summary>Forgets the packing.</summary>
    public void ClearTare()
    {
        lock (_turn)
            _tare = 0;
    }

    internal long Capacity => _capacity;

    internal long Step => _step;

    internal PlatformState State
    {
        get
        {
            lock (_turn)
                return StateNow();
        }
    }

    // Switched on: what lies there within the range of zero is zero.
    internal void SwitchOn()
    {
        lock (_turn)
            (_tare, _zero) = (0, Math.Abs(_load) <= _capacity / 50 ? _load : 0);
    }

    internal bool SetTare(long grams)
    {
        lock (_turn)
        {
            if (grams < 0 || grams > _capacity || grams % _step != 0)
                return false;
            _tare = grams;
            return true;
        }
    }

    private PlatformState StateNow()
    {
        long shown = _load - _zero;
        long gross = Math.Sign(shown) * (((2 * Math.Abs(shown)) + _step) / (2 * _step)) * _step;
        bool isMoving = _movements > 0 && _time.GetElapsedTime(_movedAt) < _movesFor;
        return new PlatformState(isMoving, gross, _tare, shown > _capacity + (9 * _step), _movements);
    }
}
