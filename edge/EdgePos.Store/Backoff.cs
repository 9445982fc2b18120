namespace EdgePos.Store;

/// <summary>How long to wait before the next try: doubling, with a cap, and spread out so that nobody comes back in step.</summary>
/// <param name="First">The wait after the first failure.</param>
/// <param name="Cap">No wait is longer than this and its jitter.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Cap)
{
    // relay.md: 25 % to either side.
    private const double Jitter = 0.25;

    /// <summary>The wait after so many failures in a row, from 1.</summary>
    public TimeSpan Wait(int failures, Random random)
    {
        var wait = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return (wait < Cap ? wait : Cap) * (1 - Jitter + (2 * Jitter * random.NextDouble()));
    }

    /// <summary>A wait from nothing to that of <see cref="Wait"/>: where many lost the same thing at the same moment.</summary>
    public TimeSpan AnyWait(int failures, Random random) => Wait(failures, random) * random.NextDouble();
}
