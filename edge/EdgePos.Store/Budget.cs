namespace EdgePos.Store;

/// <summary>So much at once, and then one more in a while. Not safe for two threads at once.</summary>
/// <param name="most">At once.</param>
/// <param name="each">After how long there is one more.</param>
public sealed class Budget(int most, TimeSpan each)
{
    private double _left = most;
    private TimeSpan _lookedAt;

    /// <summary>Takes one; false: there is none left.</summary>
    /// <param name="now">By a clock that never jumps.</param>
    public bool Take(TimeSpan now)
    {
        _left = Math.Min(most, _left + ((now - _lookedAt) / each));
        _lookedAt = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
