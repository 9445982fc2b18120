namespace EdgePos.HeadOffice;

/// <summary>A box, as topics name it.</summary>
public sealed record BoxName(string Tenant, string Store, string Box);

/// <summary>What head office makes of a batch. Seq and Hash: how far the stream is committed now.</summary>
public abstract record Verdict(long Seq, byte[] Hash)
{
    /// <summary>New entries were committed.</summary>
    public sealed record Committed(long Seq, byte[] Hash) : Verdict(Seq, Hash);

    /// <summary>All of it was committed before: confirm again.</summary>
    public sealed record Duplicate(long Seq, byte[] Hash) : Verdict(Seq, Hash);

    /// <summary>Entries are missing in front of it: ask for them.</summary>
    public sealed record Gap(long Seq, byte[] Hash) : Verdict(Seq, Hash);

    /// <summary>It is not what its own hashes say: ask again.</summary>
    public sealed record Damaged(long Seq, byte[] Hash, string Why) : Verdict(Seq, Hash);

    /// <summary>It continues another history than the one committed: two boxes with one ledger. Nothing is stored.</summary>
    public sealed record Forked(long Seq, byte[] Hash, string Why) : Verdict(Seq, Hash);
}
