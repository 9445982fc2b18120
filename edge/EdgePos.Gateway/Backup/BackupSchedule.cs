namespace EdgePos.Gateway;

/// <summary>When the next backup is due: each day at a time by the clock on the store's wall, a little spread.</summary>
/// <param name="at">The time.</param>
/// <param name="zone">Where the store is.</param>
/// <param name="spread">It may be so much later.</param>
internal sealed class BackupSchedule(TimeOnly at, TimeZoneInfo zone, TimeSpan spread)
{
    // A box that was just switched on has other things to do first: registers come, printers wake.
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(3);

    /// <summary>When the next one is due; one that was missed soon after now.</summary>
    /// <param name="now">Now.</param>
    /// <param name="last">When the last good one was made; null: there was none.</param>
    /// <param name="random">Spreads it.</param>
    public DateTimeOffset Next(DateTimeOffset now, DateTimeOffset? last, Random random)
    {
        var (today, later) = (OnDayOf(now), random.NextDouble());
        var before = today <= now ? today : OnDayOf(now.AddDays(-1));
        if (last is null || last < before)
            return now + (AfterStart * (1 + later));
        return (today > now ? today : OnDayOf(now.AddDays(1))) + (spread * later);
    }

    // An hour that the spring leaves out comes an hour later; of one that the autumn has twice the first counts.
    private DateTimeOffset OnDayOf(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone).Date + at.ToTimeSpan();
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(
            local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }
}
