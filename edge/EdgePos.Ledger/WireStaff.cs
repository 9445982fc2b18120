using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Ledger;

/// <summary>What commands about staff and registers are answered, from the entries that they wrote.</summary>
internal static class WireStaff
{
    /// <summary>Something was said to the time clock.</summary>
    public static Clocked ClockedOf(EntryHeader header, TimeClocked clocked) => new()
    {
        Employee = header.Employee,
        Kind = clocked.Kind,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };

    /// <summary>A register was shut out.</summary>
    public static RegisterRevocation RevocationOf(EntryHeader header, RegisterRevoked revoked) => new()
    {
        Register = revoked.Register,
        AtUs = header.AtUs,
        JournalSeq = header.Seq,
    };
}
