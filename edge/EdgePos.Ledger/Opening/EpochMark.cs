namespace EdgePos.Ledger;

/// <summary>
/// A small file beside ledger.db that names the ledger this box writes. A ledger that is missing, or is another one, is
/// noticed: a box that has sold never begins anew without being told to.
/// </summary>
internal sealed class EpochMark(string ledgerPath)
{
    private readonly string _path = Path.ChangeExtension(ledgerPath, ".epoch");

    /// <summary>The command that ends a lost ledger and begins another.</summary>
    public const string Remedy = "put the right file back, or tell the box to begin a new one: edgeposctl ledger new-epoch";

    /// <summary>Refuses where this box has a ledger and its file is gone.</summary>
    public void RequireLedger()
    {
        if (Read() is { } epoch && !File.Exists(ledgerPath))
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", ledgerPath,
                $"the ledger {epoch} of this box is gone; {Remedy}");
        }
    }

    /// <summary>Refuses where the file is another ledger than the one this box writes; notes it where none is noted.</summary>
    public void RequireSame(byte[] epoch)
    {
        string found = Convert.ToHexStringLower(epoch);
        if (Read() is not { } wanted)
            Write(epoch);
        else if (wanted != found)
        {
            throw new LedgerFault(FaultKind.CannotOpen, "open", ledgerPath,
                $"this is the ledger {found}, and this box writes {wanted}; {Remedy}");
        }
    }

    /// <summary>Notes the ledger that this box writes from now on.</summary>
    public void Write(byte[] epoch)
    {
        Disk.ReplaceText(_path, Convert.ToHexStringLower(epoch));
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
    }

    // A mark that a power cut left empty says nothing.
    private string? Read() => File.Exists(_path) && File.ReadAllText(_path).Trim() is { Length: > 0 } epoch ? epoch : null;
}
