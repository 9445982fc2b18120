namespace EdgePos.Ledger;

/// <summary>A backup that cannot be made or opened, or a key that is none: one sentence that says what, and what to do.</summary>
public sealed class BackupFault(string message, Exception? inner = null) : Exception(message, inner);
