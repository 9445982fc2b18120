namespace EdgePos.Store;

/// <summary>What somebody says to the time clock.</summary>
public enum Clocking
{
    /// <summary>Work begins.</summary>
    In,

    /// <summary>Work ends.</summary>
    Out,

    /// <summary>A break begins.</summary>
    BreakBegun,

    /// <summary>The break is over.</summary>
    BreakEnded,
}

/// <summary>In, out and breaks, in an order that makes sense.</summary>
public static class TimeClockRules
{
    /// <summary>Whether it can be said after what was said last; null: it can.</summary>
    /// <param name="last">Null: nothing was ever said.</param>
    public static Refusal? Check(Clocking? last, Clocking next)
    {
        bool fits = next switch
        {
            Clocking.In => last is null or Clocking.Out,
            Clocking.Out or Clocking.BreakBegun => last is Clocking.In or Clocking.BreakEnded,
            Clocking.BreakEnded => last is Clocking.BreakBegun,
        };
        return fits ? null : new Refusal(RefusalCode.ClockedAlready, "kind");
    }
}
