using EdgePos.Store;

namespace EdgePos.Gateway;

/// <summary>From then, before then.</summary>
internal static class Times
{
    /// <summary>A time between two moments, microseconds since 1970-01-01 UTC.</summary>
    /// <param name="toUs">0: up to now.</param>
    public static Result<(long From, long To)> Between(long fromUs, long toUs) =>
        fromUs < 0 ? new Refusal(RefusalCode.FieldInvalid, "from_us", "from_us must be zero or more")
        : toUs != 0 && toUs < fromUs ? new Refusal(RefusalCode.FieldInvalid, "to_us", "to_us must not be before from_us")
        : (fromUs, toUs == 0 ? long.MaxValue : toUs);
}
