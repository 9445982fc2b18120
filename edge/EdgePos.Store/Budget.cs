namespace EdgePos.Store;

/// <summary>So much at once, and then one more in a while. Not safe for two threads at once.</summary>
/// <param name="most">At once.</param>
/// <param name="each">After how long there is one more.</param>
public sealed class Budget(int most, TimeSpan each, TimeProvider time)
{
    private double _left = most;
    private long _lookedAt = time.GetTimestamp();

    /// <summary>Takes one; false: there is none left.</summary>
    public bool Take()
    {
        long now = time.GetTimestamp();
        _left = Math.Min(most, _left + (time.GetElapsedTime(_lookedAt, now) / each));
        _lookedAt = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
