namespace EdgePos.Store;

/// <summary>Times as the journal and the wire write them.</summary>
public static class Moments
{
    /// <summary>Microseconds since 1970-01-01 UTC; what is less than one is cut off.</summary>
    public static long ToUs(this DateTimeOffset moment) =>
        (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds; what is less than one is cut off.</summary>
    public static long ToUs(this TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
