namespace EdgePos.Gateway;

/// <summary>Hours of a day by the store's clock, in which the shop may be interrupted for a moment. Midnight may lie within.</summary>
/// <param name="From">Minutes after midnight at which it begins.</param>
/// <param name="Until">Minutes after midnight at which it ends; the same: there is no window.</param>
internal readonly record struct UpdateWindow(int From, int Until)
{
    private const int DayMinutes = 24 * 60;

    /// <summary>True where both are minutes of a day.</summary>
    public bool IsOne => From is >= 0 and < DayMinutes && Until is >= 0 and < DayMinutes;

    /// <summary>True where there is none.</summary>
    public bool IsEmpty => From == Until;

    /// <summary>True where a time of day lies in it.</summary>
    public bool Has(TimeSpan timeOfDay)
    {
        double minute = timeOfDay.TotalMinutes;
        return From <= Until ? minute >= From && minute < Until : minute >= From || minute < Until;
    }

    /// <summary>As it is written; empty: there is none.</summary>
    public override string ToString() => IsEmpty ? "" : $"{From / 60:00}:{From % 60:00}-{Until / 60:00}:{Until % 60:00}";
}
