namespace EdgePos.Ledger;

/// <summary>What kind of trouble a file is in; says what a caller can do about it.</summary>
public enum FaultKind
{
    /// <summary>The queue is full; the same command may be sent again in a moment.</summary>
    Busy,

    /// <summary>The disk is full; nothing was written, and selling goes on when there is room.</summary>
    DiskFull,

    /// <summary>The file cannot be opened or made: permission, a missing folder, another process.</summary>
    CannotOpen,

    /// <summary>The file is damaged, or is not what it should be.</summary>
    Damaged,

    /// <summary>The disk failed. Nothing that this process holds can be trusted until it has started again.</summary>
    Io,
}

/// <summary>A file of the box is in trouble: what was tried, on which path, and what an operator can do.</summary>
public sealed class LedgerFault : Exception
{
    /// <summary>Makes a fault.</summary>
    public LedgerFault(FaultKind kind, string op, string path, string hint, Exception? inner = null)
        : base($"{op} {path}: {hint}{(inner is null ? "" : $" ({inner.Message})")}", inner) =>
        (Kind, Op, Path, Hint) = (kind, op, path, hint);

    /// <summary>The kind of trouble.</summary>
    public FaultKind Kind { get; }

    /// <summary>What was tried: "open", "commit".</summary>
    public string Op { get; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The operator's next step.</summary>
    public string Hint { get; }
}
