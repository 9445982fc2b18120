using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Somebody says something to the time clock. The answer is a <see cref="Clocked"/>.</summary>
/// <param name="Employee">Number of the employee.</param>
public sealed record ClockTime(int Register, Guid CommandId, byte[] RequestDigest, string Employee, Clocking Kind)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (TimeClockRules.Check(ledger.Hours.LastOf(Employee), Kind) is { } refusal)
            return refusal;
        var clocked = new TimeClocked { CommandId = CommandId.ToString(), Kind = (ClockKind)((int)Kind + 1) };
        return WireStaff.ClockedOf(ledger.Append(clocked, Register, Employee), clocked).ToByteArray();
    }
}
