using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Moves cash of an open till without a sale. The answer is a <see cref="V1.CashMovement"/>.</summary>
/// <param name="Employee">Who moves it; empty: nobody is signed in.</param>
/// <param name="Amount">How much; null where the drawer was only opened.</param>
/// <param name="Reason">In words.</param>
public sealed record MoveCash(
    int Register, Guid CommandId, byte[] RequestDigest, string Employee, CashMovementKind Kind, Money? Amount, string Reason)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Tills.FindOpen(Register) is not { } session)
            return new Refusal(RefusalCode.TillClosed, "");
        var moved = new CashMoved
        {
            SessionId = session.Id.ToString(),
            TillOpenedSeq = session.OpenedSeq,
            CommandId = CommandId.ToString(),
            Kind = (V1.CashMovementKind)(int)Kind,
            Amount = Amount?.ToWire(),
            Reason = Reason,
        };
        return WireTills.MovementOf(ledger.Append(moved, Register, Employee), moved).ToByteArray();
    }
}
