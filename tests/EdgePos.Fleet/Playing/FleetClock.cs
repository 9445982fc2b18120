namespace EdgePos.Fleet;

/// <summary>
/// The time in the stores: days that go by so many times as fast as ours, without their nights. At speed 0 they are over at once.
/// Set by one thread, read by all.
/// </summary>
internal sealed class FleetClock(FleetPlan plan, double speed, TimeProvider time)
{
    private const long FirstMinute = 5 * 60, LastMinute = 22 * 60;
    private const long MinuteUs = 60_000_000, OpenUs = (LastMinute - FirstMinute) * MinuteUs;

    private long _begun = time.GetTimestamp();
    private bool _over;

    /// <summary>True where days go by, and are not over at once.</summary>
    public bool Goes => speed > 0 && !Volatile.Read(ref _over);

    /// <summary>What happens later is not of this part of the play, microseconds since 1970-01-01 UTC.</summary>
    public long EndUs => plan.StartOf(Volatile.Read(ref _over) ? plan.AllDays : plan.Days);

    /// <summary>Now, microseconds since 1970-01-01 UTC.</summary>
    public long NowUs
    {
        get
        {
            if (!Goes)
                return EndUs;
            long open = (long)(time.GetElapsedTime(Volatile.Read(ref _begun)).TotalMicroseconds * speed);
            int day = (int)Math.Min(open / OpenUs, plan.Days);
            return day == plan.Days ? EndUs : plan.StartOf(day) + (FirstMinute * MinuteUs) + (open % OpenUs);
        }
    }

    /// <summary>The first day begins.</summary>
    public void Begin() => Volatile.Write(ref _begun, time.GetTimestamp());

    /// <summary>The days that nobody could tell of are over, all at once.</summary>
    public void EndAll() => Volatile.Write(ref _over, true);
}
