namespace EdgePos.Devices;

/// <summary>
/// A contact bounces for some milliseconds when it closes and opens: only a level that stays for a while counts. It goes by when
/// the edges were, not by when they are looked at, so that a short press is not missed by a box that is busy.
/// </summary>
internal sealed class Debounce(TimeSpan stays, bool level)
{
    private bool _pending = level;
    private TimeSpan _since;

    /// <summary>The level that counts.</summary>
    public bool Level { get; private set; } = level;

    /// <summary>When the level that is there will count; null: it does already.</summary>
    public TimeSpan? CountsAt => _pending == Level ? null : _since + stays;

    /// <summary>An edge.</summary>
    /// <returns>True: the level before it had stayed long enough, and was news: <see cref="Level"/> is it now.</returns>
    public bool Edge(bool level, TimeSpan at)
    {
        bool isNews = Look(at);
        if (level != _pending)
            (_pending, _since) = (level, at);
        return isNews;
    }

    /// <summary>Nothing has come up to now.</summary>
    /// <returns>True: the level has stayed long enough, and is news.</returns>
    public bool Look(TimeSpan now)
    {
        if (CountsAt is not { } at || now < at)
            return false;
        Level = _pending;
        return true;
    }
}
