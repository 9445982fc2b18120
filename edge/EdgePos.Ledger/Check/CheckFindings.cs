namespace EdgePos.Ledger;

/// <summary>Something that is not as it must be.</summary>
/// <param name="Seq">The entry it is about; 0: the file, or a table as a whole.</param>
/// <param name="What">What is wrong, in words for a technician.</param>
public sealed record CheckFinding(long Seq, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Seq > 0 ? $"entry {Seq}: {What}" : What;
}

/// <summary>How far a check has come.</summary>
/// <param name="Entries">Entries checked.</param>
/// <param name="Of">Entries in the journal.</param>
public readonly record struct CheckProgress(long Entries, long Of);

/// <summary>What somebody else holds of a journal: head office's last confirmation, a checkpoint on paper.</summary>
public sealed record JournalMark(long Seq, byte[] Hash);

/// <summary>What a check has found.</summary>
/// <param name="Head">The end of the journal; null where that cannot be read.</param>
/// <param name="Sales">Sales in it.</param>
/// <param name="Checkpoints">Signed checkpoints, each with a good signature.</param>
/// <param name="SignedUpTo">The last entry under a checkpoint; 0: none.</param>
/// <param name="Findings">What is wrong, by entry; at most <see cref="LedgerCheck.FindingsMost"/>.</param>
/// <param name="FindingsInAll">How many there were.</param>
public sealed record CheckResult(
    JournalHead? Head, long Sales, long Checkpoints, long SignedUpTo, IReadOnlyList<CheckFinding> Findings, long FindingsInAll)
{
    /// <summary>True where nothing is wrong.</summary>
    public bool IsSound => FindingsInAll == 0;
}
