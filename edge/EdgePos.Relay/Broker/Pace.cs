namespace EdgePos.Relay;

/// <summary>
/// How fast bytes may go up, where the line is paid for or shared. Whoever sends reserves its turn: reservations queue up, so
/// the order stays. Safe from any thread.
/// </summary>
/// <param name="bytesPerSecond">0: as fast as the line carries.</param>
public sealed class Pace(int bytesPerSecond, TimeProvider time)
{
    private readonly Lock _turn = new();
    private readonly long _begun = time.GetTimestamp();
    private TimeSpan _free;

    /// <summary>A batch takes no longer than a second; int.MaxValue where there is no cap.</summary>
    public int BatchBytes => bytesPerSecond > 0 ? bytesPerSecond : int.MaxValue;

    /// <summary>How long all that is reserved still takes.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (_turn)
                return Positive(_free - Now);
        }
    }

    /// <summary>Takes a turn; gives how long to wait for it.</summary>
    public TimeSpan Reserve(int bytes)
    {
        if (bytesPerSecond <= 0)
            return TimeSpan.Zero;
        lock (_turn)
        {
            var wait = Positive(_free - Now);
            _free = Now + wait + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            return wait;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_begun);

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
