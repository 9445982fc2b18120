namespace EdgePos.HeadOffice;

/// <summary>Days in a time zone, both included; absent: from the beginning, to the end.</summary>
internal sealed record Days(DateOnly? From, DateOnly? Until, string Zone)
{
    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    public long FromUs => From is { } day ? UsOf(day) : 0;

    /// <summary>The first moment after it, microseconds since 1970-01-01 UTC; 0: there is none.</summary>
    public long UntilUs => Until is { } day ? UsOf(day.AddDays(1)) : 0;

    /// <summary>The time zone that they are days in.</summary>
    /// <exception cref="VerbFault">There is none of this name here.</exception>
    public TimeZoneInfo Local
    {
        get
        {
            try
            {
                return Zone.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(Zone);
            }
            catch (TimeZoneNotFoundException)
            {
                throw new VerbFault(ExitCodes.Usage, $"there is no time zone {Zone} here");
            }
        }
    }

    private long UsOf(DateOnly day)
    {
        var (zone, midnight) = (Local, day.ToDateTime(TimeOnly.MinValue));
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15); // summer time begins at midnight in some places
        return (TimeZoneInfo.ConvertTimeToUtc(midnight, zone).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }
}
