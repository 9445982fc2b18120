using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Ledger;

/// <summary>Card payments: the facts of the journal as a register sees them.</summary>
public static class WirePayments
{
    /// <summary>What the command is answered that asks for one.</summary>
    public static Payment AnswerOf(EntryHeader header, PaymentRequested requested) => new()
    {
        PaymentId = requested.PaymentId,
        Kind = requested.Kind,
        State = PaymentState.Running,
        BasketId = requested.BasketId,
        Register = header.Register,
        Asked = requested.Amount,
        Terminal = requested.Terminal,
        Reverses = requested.Reverses,
        RequestedSeq = header.Seq,
    };

    /// <summary>What the command is answered that ends one.</summary>
    public static Payment AnswerOf(EntryHeader header, PaymentEnded ended)
    {
        var payment = new Payment { PaymentId = ended.PaymentId, Register = header.Register, RequestedSeq = ended.RequestedSeq };
        Tell(payment, header, ended);
        return payment;
    }

    /// <summary>What the command is answered that says how one was made good.</summary>
    public static Payment AnswerOf(EntryHeader header, PaymentMadeGood good) => new()
    {
        PaymentId = good.PaymentId,
        Register = header.Register,
        EndedSeq = good.EndedSeq,
        SettledBy = good.SettledBy,
        Reason = good.Words,
    };

    /// <summary>A payment with all that the journal says of it.</summary>
    public static Payment ToWire(this PaymentOnFile payment)
    {
        var message = AnswerOf(payment.RequestHeader, payment.Requested);
        message.State = PaymentState.Unknown;
        message.Reversed = payment.Row.ReversedSeq > 0;
        if (payment is { EndHeader: { } header, Ended: { } ended })
            Tell(message, header, ended);
        return message;
    }

    private static void Tell(Payment payment, EntryHeader header, PaymentEnded ended)
    {
        payment.Kind = ended.Kind;
        payment.State = ended.State;
        payment.BasketId = ended.BasketId;
        payment.Approved = ended.State == PaymentState.Approved ? ended.Approved : null;
        payment.Reason = ended.Reason;
        payment.CardNumber = ended.CardNumber;
        payment.CardName = ended.CardName;
        payment.AuthCode = ended.AuthCode;
        payment.Trace = ended.Trace;
        payment.Receipt = ended.Receipt;
        payment.TerminalId = ended.TerminalId;
        payment.CardholderSlip.AddRange(ended.CardholderSlip);
        payment.MerchantSlip.AddRange(ended.MerchantSlip);
        payment.SettledBy = ended.SettledBy;
        payment.Reverses = ended.Reverses;
        payment.EndedSeq = header.Seq;
    }
}
