namespace EdgePos.Ledger;

/// <summary>What a ledger needs from outside: whose it is, who signs, the clock, dice, and room on the disk.</summary>
/// <param name="Identity">Whose ledger it is; a file of another box is refused.</param>
/// <param name="Key">Signs its checkpoints.</param>
/// <param name="Time">The box's clock.</param>
/// <param name="NewEpoch">Gives the 16 random bytes of a new ledger.</param>
public sealed record LedgerSetup(BoxIdentity Identity, BoxKey Key, TimeProvider Time, Func<byte[]> NewEpoch)
{
    /// <summary>Whether something vouches for the clock: entries say so.</summary>
    public Func<bool> ClockIsSet { get; init; } = () => true;

    /// <summary>Where the store is: what day it is there.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Number of the employee who is signed in at a register; empty: nobody is. Called by the writer's thread.</summary>
    public Func<int, string> WhoIsAt { get; init; } = _ => "";

    /// <summary>
    /// Pages in the write-ahead log that are worth copying into the file, 8 MB: hot pages are then copied once for many sales,
    /// and a recovery still reads no more than a moment.
    /// </summary>
    public int LogPages { get; init; } = 4000;

    /// <summary>Called when the disk is full: frees what is kept in reserve; true where it is worth another try.</summary>
    public Func<bool> MakeRoom { get; init; } = () => false;
}

/// <summary>What was found when a ledger was opened; for the log.</summary>
/// <param name="IsNew">There was none, and one was begun.</param>
/// <param name="WasUnclean">The program before did not close it: what it had written was recovered.</param>
/// <param name="CheckedWhole">The quick check of the file's structure came to its end in the time it was given.</param>
public sealed record LedgerFound(bool IsNew, bool WasUnclean, bool CheckedWhole)
{
    /// <summary>The copy that was taken because this program changed the tables of one before it; null: it changed nothing.</summary>
    public string? CopiedTo { get; init; }
}
