using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>Writes what became of a card payment: once, whoever says it first. The answer is a <see cref="Payment"/>.</summary>
/// <param name="Ended">What became of it.</param>
public sealed record EndPayment(int Register, Guid CommandId, byte[] RequestDigest, PaymentEnded Ended)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Payments.Find(Guid.Parse(Ended.PaymentId)) is not { } payment)
            return new Refusal(RefusalCode.PaymentNotFound, "payment_id", Ended.PaymentId);
        if (payment.EndedSeq > 0)
            return new Refusal(RefusalCode.PaymentSettled, "payment_id");
        (Ended.RequestedSeq, Ended.CommandId) = (payment.Seq, CommandId.ToString());
        return WirePayments.AnswerOf(ledger.Append(Ended, Register, employee: ""), Ended).ToByteArray();
    }
}

/// <summary>Writes how an approved payment that is in no sale was made good. The answer is a <see cref="Payment"/>.</summary>
/// <param name="Good">How.</param>
public sealed record MakePaymentGood(int Register, Guid CommandId, byte[] RequestDigest, PaymentMadeGood Good)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        var id = Guid.Parse(Good.PaymentId);
        if (ledger.Payments.Find(id) is not { } payment)
            return new Refusal(RefusalCode.PaymentNotFound, "payment_id", Good.PaymentId);
        if (!payment.IsAstray)
            return new Refusal(RefusalCode.PaymentSettled, "payment_id");
        if (ledger.Payments.IsBeingReversed(id))
            return new Refusal(RefusalCode.PaymentOpen, "payment_id");
        (Good.EndedSeq, Good.CommandId) = (payment.EndedSeq, CommandId.ToString());
        return WirePayments.AnswerOf(ledger.Append(Good, Register, employee: ""), Good).ToByteArray();
    }
}
