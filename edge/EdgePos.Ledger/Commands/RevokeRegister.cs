using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Shuts a register out. The answer is a <see cref="RegisterRevocation"/>.</summary>
/// <param name="Revoked">Number of the register to shut out.</param>
/// <param name="Reason">Why; empty: nobody said.</param>
public sealed record RevokeRegister(int Register, Guid CommandId, byte[] RequestDigest, string Employee, int Revoked, string Reason)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Registers.PairedBy(Revoked) is not { } seq)
            return new Refusal(RefusalCode.RegisterNotPaired, "register", $"{Revoked}");
        var fact = new RegisterRevoked { Register = Revoked, PairedSeq = seq, Reason = Reason, CommandId = CommandId.ToString() };
        return WireStaff.RevocationOf(ledger.Append(fact, Register, Employee), fact).ToByteArray();
    }
}
