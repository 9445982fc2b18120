namespace EdgePos.Fleet;

/// <summary>Which fleet is played: the same plan is the same fleet, to the byte.</summary>
internal sealed record FleetPlan
{
    /// <summary>The dice.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many stores.</summary>
    public required int Stores { get; init; }

    /// <summary>Days of which head office hears as they happen.</summary>
    public int Days { get; init; } = 1;

    /// <summary>Days after those that no box can tell of before they are over: head office was out of reach.</summary>
    public int DaysCutOff { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly FirstDay { get; init; } = new(2026, 11, 4);

    /// <summary>The chain, as in the topics.</summary>
    public string Tenant { get; init; } = "fleet";

    /// <summary>How many of the stores are out of reach for some hours of a day.</summary>
    public double OutOfReach { get; init; } = 0.05;

    /// <summary>How many sales they make, to what is assumed of real stores.</summary>
    public double Trade { get; init; } = 1;

    /// <summary>What is bought.</summary>
    public required RealBaskets Baskets { get; init; }

    /// <summary>All days.</summary>
    public int AllDays => Days + DaysCutOff;

    /// <summary>The beginning of a day, microseconds since 1970-01-01 UTC. All stores are in one zone.</summary>
    public long StartOf(int day) =>
        (FirstDay.AddDays(day).ToDateTime(TimeOnly.MinValue).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The hours in which a store is out of reach on a day, microseconds since 1970-01-01 UTC; null: it is not.</summary>
    public (long FromUs, long UntilUs)? OutageOf(StoreProfile store, int day)
    {
        var dice = Dice.Of(Seed, Matter.Outage, store.Number, day);
        if (!dice.Falls(OutOfReach))
            return null;
        long from = StartOf(day) + (dice.Between(8 * 60, 15 * 60) * 60_000_000L);
        return (from, from + (dice.Between(60, 5 * 60) * 60_000_000L));
    }
}
