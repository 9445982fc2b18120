namespace EdgePos.Devices;

/// <summary>
/// What a drawer's sensor and our pulses mean together: opened by us or by hand, shut again, left open. The first level after
/// the start is only noted: nobody saw it change.
/// </summary>
internal sealed class DrawerWatch(DrawerSettings settings)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private TimeSpan? _pulsedAt, _openSince, _leftOpenAt;
    private bool? _before; // its sensor was last seen so
    private bool _wasAsked;

    /// <summary>True: it stands open; null: not known.</summary>
    public bool? IsOpen { get; private set; }

    /// <summary>When it has to be looked at again; null: never, unless its level changes.</summary>
    public TimeSpan? NextLook => _leftOpenAt;

    /// <summary>We pulse it now; null: that was not done after all.</summary>
    public void Pulsed(TimeSpan? now) => _pulsedAt = now;

    /// <summary>Its sensor cannot be seen any more: what changed meanwhile is told when it can again.</summary>
    public void Lost() => (IsOpen, _leftOpenAt) = (null, null);

    /// <summary>Its sensor shows a level.</summary>
    /// <returns>What that means, where it is news.</returns>
    public DrawerMoved? Level(bool level, TimeSpan now)
    {
        if (settings.OpenLevel is not { } openLevel || IsOpen == (level == openLevel))
            return null;
        bool isOpen = level == openLevel, isNews = _before == !isOpen, isStill = _before == isOpen;
        IsOpen = _before = isOpen;
        if (!isStill)
            (_openSince, _wasAsked) = (now, isOpen ? _pulsedAt is { } pulsed && now - pulsed <= settings.AskedWithin : _wasAsked);
        _leftOpenAt = isOpen ? now + settings.LeftOpenAfter : null;
        return isNews ? new DrawerMoved(isOpen, _wasAsked) : null;
    }

    /// <summary>Time has passed.</summary>
    /// <returns>That it was left open, where that is due.</returns>
    public DrawerLeftOpen? Look(TimeSpan now)
    {
        if (_leftOpenAt is not { } due || now < due || _openSince is not { } since)
            return null;
        _leftOpenAt = now + Again;
        return new DrawerLeftOpen((int)(now - since).TotalSeconds);
    }
}
