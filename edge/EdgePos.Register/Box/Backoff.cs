namespace EdgePos.Register;

/// <summary>How long to wait before the same command is sent again: exponential, full jitter, capped.</summary>
internal static class Backoff
{
    /// <summary>No wait is longer, unless the box itself asks for more.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait after a failure.</summary>
    /// <param name="attempt">Failures before this one, from 0.</param>
    /// <param name="random">The caller's own.</param>
    /// <param name="asked">What the box asked for in google.rpc.RetryInfo; the wait is at least that.</param>
    public static TimeSpan Wait(int attempt, Random random, TimeSpan asked)
    {
        var ceiling = TimeSpan.FromTicks(Math.Min(Cap.Ticks, First.Ticks << Math.Min(attempt, 10)));
        var jittered = ceiling * random.NextDouble();
        return jittered > asked ? jittered : asked;
    }
}
