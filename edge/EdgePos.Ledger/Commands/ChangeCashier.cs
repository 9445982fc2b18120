using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Gives an open till to another employee. The answer is a <see cref="V1.CashierChange"/>.</summary>
/// <param name="Employee">Who has it from now on.</param>
public sealed record ChangeCashier(int Register, Guid CommandId, byte[] RequestDigest, string Employee)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Tills.FindOpen(Register) is not { } session)
            return new Refusal(RefusalCode.TillClosed, "");
        var changed = new CashierChanged
        {
            SessionId = session.Id.ToString(),
            TillOpenedSeq = session.OpenedSeq,
            CommandId = CommandId.ToString(),
            Before = session.Cashier,
        };
        return WireTills.ChangeOf(ledger.Append(changed, Register, Employee), changed).ToByteArray();
    }
}
