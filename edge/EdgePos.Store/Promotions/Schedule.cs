namespace EdgePos.Store;

/// <summary>Days of the week.</summary>
[Flags]
public enum Weekdays
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Sunday.</summary>
    Sunday = 1,

    /// <summary>Monday.</summary>
    Monday = 2,

    /// <summary>Tuesday.</summary>
    Tuesday = 4,

    /// <summary>Wednesday.</summary>
    Wednesday = 8,

    /// <summary>Thursday.</summary>
    Thursday = 16,

    /// <summary>Friday.</summary>
    Friday = 32,

    /// <summary>Saturday.</summary>
    Saturday = 64,

    /// <summary>All days.</summary>
    All = 127,
}

/// <summary>Hours of a day.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment after; earlier than the first moment: on the day after.</param>
public readonly record struct Hours(TimeOnly From, TimeOnly To);

/// <summary>When a promotion holds, by the clock on the store's wall.</summary>
public sealed record Schedule
{
    /// <summary>Always.</summary>
    public static Schedule Always { get; } = new();

    /// <summary>The first moment; null: no first.</summary>
    public DateTime? From { get; init; }

    /// <summary>The first moment after; null: no end.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The days. Hours that pass midnight belong to the day on which they began.</summary>
    public Weekdays Days { get; init; } = Weekdays.All;

    /// <summary>The hours of each day; null: all.</summary>
    public Hours? Hours { get; init; }

    /// <summary>Whether it holds at a moment.</summary>
    /// <param name="local">By the clock on the store's wall.</param>
    public bool HoldsAt(DateTime local)
    {
        if (local < From || local >= Until)
            return false;
        if (Hours is not { } hours)
            return HoldsOn(local.DayOfWeek);
        var time = TimeOnly.FromDateTime(local);
        if (hours.From <= hours.To)
            return time >= hours.From && time < hours.To && HoldsOn(local.DayOfWeek);
        return time >= hours.From
            ? HoldsOn(local.DayOfWeek)
            : time < hours.To && HoldsOn((DayOfWeek)(((int)local.DayOfWeek + 6) % 7));
    }

    private bool HoldsOn(DayOfWeek day) => ((int)Days & (1 << (int)day)) != 0;
}
