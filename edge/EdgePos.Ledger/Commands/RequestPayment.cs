using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Ledger;

/// <summary>
/// Writes that the card terminal is about to be asked for something. The command's id is the payment's. The answer is a
/// <see cref="Payment"/>.
/// </summary>
/// <param name="Requested">What is asked.</param>
public sealed record RequestPayment(int Register, Guid CommandId, byte[] RequestDigest, PaymentRequested Requested)
    : LedgerCommand(Register, CommandId, RequestDigest)
{
    /// <inheritdoc/>
    public override Result<byte[]> Apply(LedgerTransaction ledger)
    {
        if (ledger.Payments.Find(CommandId) is not null)
            return new Refusal(RefusalCode.CommandIdReused, "command_id");
        if ((Requested.Reverses.Length > 0 ? CheckReversal(ledger) : CheckBasket(ledger)) is { } refusal)
            return refusal;
        Requested.PaymentId = CommandId.ToString();
        return WirePayments.AnswerOf(ledger.Append(Requested, Register, employee: ""), Requested).ToByteArray();
    }

    private Refusal? CheckReversal(LedgerTransaction ledger)
    {
        var id = Guid.Parse(Requested.Reverses);
        return ledger.Payments.Find(id) is not { Kind: PaymentKind.Pay } payment
            ? new Refusal(RefusalCode.PaymentNotFound, "payment_id", Requested.Reverses)
            : !payment.IsAstray ? new Refusal(RefusalCode.PaymentSettled, "payment_id")
            : ledger.Payments.IsBeingReversed(id) ? new Refusal(RefusalCode.PaymentOpen, "payment_id")
            : null;
    }

    private Refusal? CheckBasket(LedgerTransaction ledger)
    {
        var basket = Guid.Parse(Requested.BasketId);
        return ledger.Payments.IsOpen(basket) ? new Refusal(RefusalCode.PaymentOpen, "basket_id")
            : ledger.Sales.NextReceipt(ledger.Identity.Store, Register, basket) is null ? new Refusal(RefusalCode.BasketClosed, "basket_id")
            : null;
    }
}
