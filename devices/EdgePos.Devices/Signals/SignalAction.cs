namespace EdgePos.Devices;

/// <summary>What a lamp or a buzzer is asked to do.</summary>
public abstract record SignalAction
{
    /// <summary>The shortest and the longest that a light or sound, or a pause between two, may be.</summary>
    public static readonly TimeSpan ShortestMin = TimeSpan.FromMilliseconds(20), LongestMax = TimeSpan.FromMinutes(10);

    private protected SignalAction()
    {
    }

    /// <summary>Whether it is on, so long after it was begun.</summary>
    internal abstract bool IsOn(TimeSpan after);

    /// <summary>When that changes next, so long after it was begun; null: it stays.</summary>
    internal abstract TimeSpan? NextChange(TimeSpan after);

    /// <summary>What is wrong with it; empty: nothing.</summary>
    internal virtual string Problem => "";

    private protected static string ProblemOf(TimeSpan time) =>
        time < ShortestMin || time > LongestMax
            ? $"it lasts from {ShortestMin.TotalMilliseconds} ms to {LongestMax.TotalMinutes} minutes" : "";
}

/// <summary>On until told else.</summary>
public sealed record SignalOn : SignalAction
{
    internal override bool IsOn(TimeSpan after) => true;

    internal override TimeSpan? NextChange(TimeSpan after) => null;
}

/// <summary>Off.</summary>
public sealed record SignalOff : SignalAction
{
    internal override bool IsOn(TimeSpan after) => false;

    internal override TimeSpan? NextChange(TimeSpan after) => null;
}

/// <summary>On and off by turns until told else, beginning with on.</summary>
/// <param name="Half">How long each of them is.</param>
public sealed record SignalBlink(TimeSpan Half) : SignalAction
{
    internal override string Problem => ProblemOf(Half);

    internal override bool IsOn(TimeSpan after) => after.Ticks / Half.Ticks % 2 == 0;

    internal override TimeSpan? NextChange(TimeSpan after) => Half * ((after.Ticks / Half.Ticks) + 1);
}

/// <summary>On once, then off.</summary>
/// <param name="Length">How long.</param>
public sealed record SignalPulse(TimeSpan Length) : SignalAction
{
    internal override string Problem => ProblemOf(Length);

    internal override bool IsOn(TimeSpan after) => after < Length;

    internal override TimeSpan? NextChange(TimeSpan after) => after < Length ? Length : null;
}
